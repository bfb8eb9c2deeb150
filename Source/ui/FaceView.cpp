// SPDX-License-Identifier: GPL-3.0-or-later
#include "FaceView.h"

#include <utility>

namespace phonostage::ui {

FaceView::FaceView(plugin::Processor& processor, Style& style, std::function<void(juce::Component&)> onView)
    : processor_(processor), header_(processor, std::move(onView)), input_(processor),
      banner_([this] { processor_.resetHolds(); }), plot_(processor), stage_(processor), output_(processor) {
    setLookAndFeel(&style);
    setOpaque(true);
    addAndMakeVisible(backdrop_);
    int order = 1;
    // Read from left to right, as the signal goes.
    for (auto* panel : std::initializer_list<Panel*>{&header_, &input_, &banner_, &plot_, &stage_, &output_}) {
        addAndMakeVisible(panel);
        panel->setExplicitFocusOrder(order++);
        backdrop_.add(*panel);
    }
    setSize(metrics::faceWidth, metrics::faceHeight);
}

FaceView::~FaceView() { setLookAndFeel(nullptr); }

void FaceView::resized() {
    using namespace metrics;
    backdrop_.setBounds(getLocalBounds());
    header_.setBounds(0, 0, getWidth(), headerHeight);
    const int top = headerHeight;
    const int bottom = getHeight() - margin;
    input_.setBounds(margin, top, meterCardWidth, bottom - top);
    output_.setBounds(getWidth() - margin - meterCardWidth, top, meterCardWidth, bottom - top);

    auto centre = juce::Rectangle<int>::leftTopRightBottom(input_.getRight() + gap, top, output_.getX() - gap, bottom);
    banner_.setBounds(centre.removeFromTop(bannerHeight));
    centre.removeFromTop(gap);
    stage_.setBounds(centre.removeFromBottom(controlCardHeight));
    centre.removeFromBottom(gap);
    plot_.setBounds(centre);
}

void FaceView::poll(const Tick& tick) {
    const int channels = processor_.getTotalNumInputChannels();
    levels_.read(processor_.meters(), channels, processor_.rateHz(), tick);
    for (auto* panel : std::initializer_list<MeterPanel*>{&input_, &output_})
        panel->setMono(channels == 1);
    input_.show(levels_.input(), tick);
    output_.show(levels_.output(), tick);
    banner_.show(levels_.overloads());
    for (auto* polled : std::initializer_list<Polled*>{&header_, &input_, &plot_, &stage_, &output_})
        polled->poll(tick);
}

void FaceView::restart() { levels_.restart(processor_.meters()); }

void FaceView::setScale(double scale, double pixelsPerUnit) {
    header_.setScale(scale);
    input_.setPixelsPerUnit(pixelsPerUnit);
    output_.setPixelsPerUnit(pixelsPerUnit);
}

void FaceView::themeChanged() {
    sendLookAndFeelChange();
    backdrop_.repaint();
    repaint();
}

} // namespace phonostage::ui

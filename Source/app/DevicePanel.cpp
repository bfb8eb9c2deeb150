// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/DevicePanel.h"

#include "app/StatusBar.h"
#include "app/TopBar.h"
#include "ui/text/ScreenNumbers.h"

#include <algorithm>
#include <array>

namespace phonostage::app {

namespace metrics = ui::metrics;

namespace {

constexpr int cardWidth = 720;
constexpr int cardHeight = 424;
constexpr int padding = 32;
constexpr int pairWidth = 168;

juce::String bufferText(int frames, double rateHz) {
    juce::String text(frames);
    text << " frames";
    if (rateHz > 0.0) text << " (" << ui::fixedText(1000.0 * frames / rateHz, 1) << " ms)";
    return text;
}

/** First channels of the pairs on offer; with an unknown count the usual eight channels. */
int pairCount(int channels) { return channels > 0 ? (channels + 1) / 2 : 4; }

juce::StringArray pairNames(int channels) {
    juce::StringArray names;
    for (int pair = 0; pair < pairCount(channels); ++pair)
        names.add(pairName(2 * pair, channels));
    return names;
}

} // namespace

DevicePanel::DevicePanel(AppModel& model) : model_(model) {
    for (juce::Component* child :
         std::array<juce::Component*, 10>{&type_, &rate_, &buffer_, &input_, &inputPair_, &inputSwitch_, &output_,
                                          &outputPair_, &lookAgain_, &done_})
        addAndMakeVisible(child);
    type_.onPick = [this](int index) { pickType(index); };
    input_.onPick = [this](int index) { pickDevice(index, true); };
    output_.onPick = [this](int index) { pickDevice(index, false); };
    inputPair_.onPick = [this](int index) { pickPair(index, true); };
    outputPair_.onPick = [this](int index) { pickPair(index, false); };
    rate_.onPick = [this](int index) { pickRate(index); };
    buffer_.onPick = [this](int index) { pickBuffer(index); };
    inputSwitch_.onClick = [this] { model_.switchInput(!model_.inputIsOn()); };
    lookAgain_.onClick = [this] { model_.lookAgain(); };
    done_.onClick = [this] { close(); };
    setTitle("Audio settings");
    setFocusContainerType(FocusContainerType::keyboardFocusContainer);
}

void DevicePanel::open() {
    refresh();
    setVisible(true);
    toFront(false);
    if (isShowing()) done_.grabKeyboardFocus();
}

void DevicePanel::close() { setVisible(false); }

device::DeviceChoice DevicePanel::choice() const {
    auto choice = model_.wish();
    if (choice.type.isEmpty()) choice.type = model_.session().usualType();
    return choice;
}

void DevicePanel::refresh() {
    const auto& session = model_.session();
    const auto now = choice();
    const auto orNone = [](const juce::String& name) { return name.isEmpty() ? juce::String("none found") : name; };
    type_.setItems(session.typeNames(), orNone(now.type));
    input_.setItems(session.deviceNames(now.type, true), orNone(model_.inputDevice()));
    output_.setItems(session.deviceNames(now.type, false), orNone(now.output));
    const int inputs = session.channelNames(true).size();
    const int outputs = session.channelNames(false).size();
    inputPair_.setItems(pairNames(inputs), pairName(now.inputFirst, inputs));
    outputPair_.setItems(pairNames(outputs), pairName(now.outputFirst, outputs));

    rates_ = session.rates();
    juce::StringArray names;
    for (const double rate : rates_)
        names.add(rateText(rate));
    const double rate = session.isOpen() ? session.rateHz() : now.rateHz;
    rate_.setItems(names, rate > 0.0 ? rateText(rate) : juce::String("device default"));
    buffers_ = session.bufferSizes();
    buffers_.removeIf([](int frames) { return frames > 4096; });
    names.clear();
    for (const int frames : buffers_)
        names.add(bufferText(frames, rate));
    const int frames = session.isOpen() ? session.bufferFrames() : now.bufferFrames;
    buffer_.setItems(names, frames > 0 ? bufferText(frames, rate) : juce::String("device default"));

    const bool hasInput = model_.isRunning() && model_.inputDevice().isNotEmpty();
    const bool isLocked = model_.record().isBusy();
    for (juce::Component* field : std::array<juce::Component*, 8>{&type_, &rate_, &buffer_, &input_, &inputPair_,
                                                                  &output_, &outputPair_, &lookAgain_})
        field->setEnabled(!isLocked);
    inputSwitch_.setEnabled(hasInput && !isLocked);
    inputSwitch_.setButtonText(model_.inputIsOn() ? "Input off" : "Input on");
    inputSwitch_.setLook(model_.inputIsOn() || !hasInput ? ActionButton::Look::plain : ActionButton::Look::primary);
    repaint();
}

void DevicePanel::pickType(int index) {
    device::DeviceChoice fresh; // names of devices, and what they can do, belong to a type
    fresh.type = model_.session().typeNames()[index];
    model_.choose(fresh);
}

void DevicePanel::pickDevice(int index, bool input) {
    auto wish = choice();
    auto& name = input ? wish.input : wish.output;
    name = model_.session().deviceNames(wish.type, input)[index];
    (input ? wish.inputFirst : wish.outputFirst) = 0;
    model_.choose(wish);
}

void DevicePanel::pickPair(int index, bool input) {
    auto wish = choice();
    (input ? wish.inputFirst : wish.outputFirst) = 2 * index;
    model_.choose(wish);
}

void DevicePanel::pickRate(int index) {
    auto wish = choice();
    wish.rateHz = rates_[index];
    model_.choose(wish);
}

void DevicePanel::pickBuffer(int index) {
    auto wish = choice();
    wish.bufferFrames = buffers_[index];
    model_.choose(wish);
}

void DevicePanel::resized() {
    card_ = getLocalBounds().withSizeKeepingCentre(cardWidth, cardHeight);
    auto area = card_.reduced(padding, 24);
    area.removeFromTop(40); // the title
    const auto row = [&area] {
        const auto taken = area.removeFromTop(PickField::height);
        area.removeFromTop(20);
        return taken;
    };
    auto line = row();
    const int third = (line.getWidth() - 2 * metrics::gap) / 3;
    type_.setBounds(line.removeFromLeft(third));
    line.removeFromLeft(metrics::gap);
    rate_.setBounds(line.removeFromLeft(third));
    line.removeFromLeft(metrics::gap);
    buffer_.setBounds(line);

    line = row();
    inputSwitch_.setBounds(line.removeFromRight(104).withTrimmedTop(metrics::captionHeight + 4));
    line.removeFromRight(metrics::gap);
    inputPair_.setBounds(line.removeFromRight(pairWidth));
    line.removeFromRight(metrics::gap);
    input_.setBounds(line);

    line = row();
    outputPair_.setBounds(line.removeFromRight(pairWidth + 104 + metrics::gap));
    line.removeFromRight(metrics::gap);
    output_.setBounds(line);

    line = area.removeFromBottom(34);
    done_.setBounds(line.removeFromRight(104));
    lookAgain_.setBounds(line.removeFromLeft(190));
    message_ = area.withTrimmedBottom(12);
}

void DevicePanel::paint(juce::Graphics& g) {
    const auto& style = ui::Style::of(*this);
    const auto& colours = style.colours();
    g.fillAll(colours.well.withAlpha(0.72F));
    const auto card = card_.toFloat();
    g.setColour(colours.card);
    g.fillRoundedRectangle(card, metrics::cardRadius);
    g.setColour(colours.outline);
    g.drawRoundedRectangle(card.reduced(0.5F), metrics::cardRadius, 1.0F);
    ui::drawText(g, style.font(ui::Face::semibold, metrics::titleSize), colours.text, "Audio settings",
                 card_.reduced(padding, 22).removeFromTop(28), juce::Justification::centredLeft);

    const bool wrong = model_.trouble().isNotEmpty();
    juce::String text = wrong ? model_.trouble() : model_.notice();
    if (model_.record().isBusy()) text = "A side is being recorded: the device stays as it is until it has ended.";
    if (text.isEmpty())
        text = "Connect the turntable to an input without a built-in phono stage. Set its gain so that loud passages "
               "do not "
               "clip, and choose that input here.";
    g.setColour(wrong ? colours.overload : colours.textMuted);
    g.setFont(style.font(ui::Face::regular, metrics::bodySize));
    g.drawFittedText(text, message_, juce::Justification::topLeft, 4, 1.0F);
}

void DevicePanel::mouseDown(const juce::MouseEvent& event) {
    if (!card_.contains(event.getPosition())) close();
}

bool DevicePanel::keyPressed(const juce::KeyPress& key) {
    if (key != juce::KeyPress::escapeKey) return false;
    close();
    return true;
}

} // namespace phonostage::app

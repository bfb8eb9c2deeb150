// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/ParameterLink.h"

#include "base/text/NumberText.h"
#include "params/ParameterText.h"
#include "ui/text/LevelText.h"
#include "ui/text/ScreenNumbers.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace phonostage::ui {

namespace {

// 160 arrow keys from end to end; a tenth of that with shift.
constexpr double arrowsPerRange = 160.0;

double niceStep(double rough) {
    const double decade = std::pow(10.0, std::floor(std::log10(rough)));
    for (const double step : {1.0, 2.0, 5.0})
        if (step * decade >= rough * 0.999) return step * decade;
    return 10.0 * decade;
}

/** "47 kΩ", "47.119 kΩ", "100 Ω": whole ohms are kept. */
juce::String resistanceText(double ohm) { return juce::String::fromUTF8(base::formatOhms(ohm, 6, "\xce\xa9").c_str()); }

} // namespace

ParameterLink::ParameterLink(plugin::Processor& processor, params::Id id)
    : processor_(processor), entry_(params::entry(id)),
      logarithmic_(entry_.minimum > 0.0 && entry_.maximum / entry_.minimum > 10.0) {}

ParameterLink::~ParameterLink() { endGesture(); }

void ParameterLink::write(double value) {
    const double before = this->value();
    if (auto* parameter = hostParameter())
        parameter->setValueNotifyingHost(parameter->convertTo0to1(static_cast<float>(value)));
    else
        processor_.setSetting(entry_.id, value);
    if (onWritten) onWritten(before, this->value());
}

void ParameterLink::set(double value) {
    value = std::clamp(value, entry_.minimum, entry_.maximum);
    // A host parameter travels as a float: less than that is no change.
    const double now = this->value();
    if (std::abs(value - now) <= 1e-7 * std::max(1.0, std::abs(now))) return;
    auto* parameter = hostParameter();
    if (parameter != nullptr) parameter->beginChangeGesture();
    write(value);
    if (parameter != nullptr) parameter->endChangeGesture();
}

void ParameterLink::beginGesture() {
    if (inGesture_) return;
    inGesture_ = true;
    if (auto* parameter = hostParameter()) parameter->beginChangeGesture();
}

void ParameterLink::setInGesture(double value) {
    jassert(inGesture_);
    value = legal(value);
    const double now = this->value();
    if (std::abs(value - now) > 1e-7 * std::max(1.0, std::abs(now))) write(value);
}

void ParameterLink::endGesture() {
    if (!inGesture_) return;
    inGesture_ = false;
    if (auto* parameter = hostParameter()) parameter->endChangeGesture();
}

juce::String ParameterLink::text(double value) const {
    if (juce::StringRef(entry_.unit) == juce::StringRef("us")) return timeConstantText(value * 1e-6);
    if (juce::StringRef(entry_.unit) == juce::StringRef("ohm")) return resistanceText(value);
    return pretty(juce::String(params::toText(entry_.id, value)));
}

juce::String ParameterLink::editableText() const { return juce::String(params::toText(entry_.id, value())); }

std::optional<double> ParameterLink::parse(const juce::String& text, juce::String* why) const {
    std::string reason;
    const auto value = params::fromText(entry_.id, plain(text).toStdString(), &reason);
    if (!value && why != nullptr) *why = juce::String(juce::CharPointer_UTF8(reason.c_str()));
    return value;
}

juce::String ParameterLink::rangeText() const {
    return text(entry_.minimum) + " to " + text(entry_.maximum) + ", default " + text(entry_.defaultValue);
}

double ParameterLink::proportionOf(double value) const {
    value = std::clamp(value, entry_.minimum, entry_.maximum);
    if (logarithmic_) return std::log(value / entry_.minimum) / std::log(entry_.maximum / entry_.minimum);
    return (value - entry_.minimum) / (entry_.maximum - entry_.minimum);
}

double ParameterLink::valueAt(double proportion) const {
    proportion = std::clamp(proportion, 0.0, 1.0);
    if (logarithmic_) return entry_.minimum * std::pow(entry_.maximum / entry_.minimum, proportion);
    return entry_.minimum + proportion * (entry_.maximum - entry_.minimum);
}

double ParameterLink::legal(double value) const {
    if (entry_.step > 0.0) value = entry_.minimum + std::round((value - entry_.minimum) / entry_.step) * entry_.step;
    return std::clamp(value, entry_.minimum, entry_.maximum);
}

double ParameterLink::arrowStep(bool fine) const {
    if (entry_.type != params::Type::number) return 1.0;
    // A logarithmic range steps with the value, as an ear or a slide rule would.
    const double span =
        logarithmic_ ? value() * std::log(entry_.maximum / entry_.minimum) : entry_.maximum - entry_.minimum;
    const double coarse = niceStep(span / arrowsPerRange);
    return std::max(fine ? coarse / 10.0 : coarse, entry_.step);
}

} // namespace phonostage::ui

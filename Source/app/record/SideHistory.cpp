// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/record/SideHistory.h"

#include <algorithm>

namespace phonostage::app {

void SideHistory::add(const std::vector<media::LevelColumn>& columns) {
    for (const auto& column : columns) {
        if (!recent_.empty() && column.position <= recent_.back().position) recent_.clear();
        recent_.push_back(column);
        if (recent_.size() > recentColumns) recent_.pop_front();
        ++count_;
        if (isOpen_) addToSide(column);
    }
}

void SideHistory::add(const std::vector<media::TakeEvent>& events, double sampleRateHz) {
    for (const auto& event : events) {
        if (marks_.size() >= mostMarks) {
            ++leftOut_;
            continue;
        }
        const double seconds = sampleRateHz > 0.0 ? static_cast<double>(event.frame) / sampleRateHz : 0.0;
        marks_.push_back({partStart_ + seconds, event});
    }
}

void SideHistory::beginSide(std::int64_t position) {
    forgetSide();
    beginPart(position);
}

void SideHistory::beginPart(std::int64_t position) {
    partStart_ = seconds();
    isOpen_ = true;
    for (const auto& column : recent_)
        if (column.position >= position) addToSide(column);
}

void SideHistory::forgetSide() {
    side_.clear();
    marks_.clear();
    gaps_.clear();
    leftOut_ = 0;
    perColumn_ = 10;
    inColumn_ = 0;
    partStart_ = 0.0;
    isOpen_ = false;
}

void SideHistory::showGaps(const std::vector<double>& secondsOfFile) {
    std::erase_if(gaps_, [this](double seconds) { return seconds >= partStart_; });
    for (const double seconds : secondsOfFile)
        gaps_.push_back(partStart_ + seconds);
}

double SideHistory::seconds() const {
    if (side_.empty()) return 0.0;
    const auto whole = static_cast<double>(side_.size() - (inColumn_ > 0 ? 1 : 0));
    return whole * secondsPerColumn() + inColumn_ * media::LevelTrace::columnSeconds;
}

void SideHistory::addToSide(const media::LevelColumn& column) {
    if (inColumn_ == 0) {
        if (side_.size() >= mostColumns) halve();
        side_.emplace_back();
    }
    auto& to = side_.back();
    const auto weight = 1.0F / static_cast<float>(inColumn_ + 1);
    for (std::size_t side = 0; side < 2; ++side) {
        to.peak[side] = std::max(to.peak[side], column.peak[side]);
        to.meanSquare[side] += (column.rms[side] * column.rms[side] - to.meanSquare[side]) * weight;
    }
    inColumn_ = (inColumn_ + 1) % perColumn_;
}

/** Two columns become one; there are mostColumns, an even number. */
void SideHistory::halve() {
    std::vector<SideColumn> pairs(side_.size() / 2);
    for (std::size_t i = 0; i < side_.size(); ++i) {
        auto& to = pairs[i / 2];
        for (std::size_t side = 0; side < 2; ++side) {
            to.peak[side] = std::max(to.peak[side], side_[i].peak[side]);
            to.meanSquare[side] += side_[i].meanSquare[side] * 0.5F;
        }
    }
    side_ = std::move(pairs);
    perColumn_ *= 2;
}

} // namespace phonostage::app

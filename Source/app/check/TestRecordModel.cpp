// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/check/TestRecordModel.h"

#include "base/files/BoundedFile.h"
#include "base/files/PendingFile.h"
#include "base/json/JsonFields.h"
#include "base/text/Units.h"
#include "catalogue/UserCatalogue.h"
#include "media/io/OwnFiles.h"
#include "media/take/UtcTime.h"
#include "params/StageValues.h"
#include "plot/TestRecordPicture.h"
#include "ui/check/CheckModel.h"
#include "ui/text/EquipmentText.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace phonostage::app {
namespace {

using catalogue::VelocityKind;
using params::Id;

constexpr std::size_t largestReportBytes = 4u << 20;

constexpr const char* unknownRecord = "another test record";

} // namespace

TestRecordModel::TestRecordModel(plugin::Processor& processor, TestRecordWatch& watch, TestRecordSettings& settings)
    : processor_(processor), watch_(watch), settings_(settings), progress_(watch.progress()) {
    readRecords();
}

// ------------------------------------------------------------ which record

void TestRecordModel::readRecords() {
    records_ = catalogue::loadTestRecords(catalogue::userFolder());
    makePlan();
    ++version_;
}

const catalogue::TestRecord* TestRecordModel::record() const {
    return settings_.recordId.empty() ? nullptr : catalogue::findTestRecord(records_, settings_.recordId);
}

void TestRecordModel::makePlan() {
    const auto* known = record();
    plan_ = known != nullptr ? media::planOf(*known) : media::planOfOther(settings_.carrierHz);
    if (!plan_.cut) plan_.cut = settings_.cut;
    if (!plan_.velocityCmPerS && settings_.velocityCmPerS > 0.0) plan_.velocityCmPerS = settings_.velocityCmPerS;
    if (plan_.velocityKind == VelocityKind::unknown) plan_.velocityKind = settings_.velocityKind;
    if (watch_.isListening()) return;
    progress_ = std::make_shared<const media::TestProgress>(media::progressOf(plan_, progress_->complete));
}

void TestRecordModel::setSettings(const TestRecordSettings& settings) {
    if (settings == settings_) return;
    const bool isOther = settings.recordId != settings_.recordId;
    const bool isOtherTone = settings.carrierHz != settings_.carrierHz;
    settings_ = settings;
    // Another record says nothing of the last one's bands.
    auto known = isOther ? media::TestResults{} : progress_->complete;
    if (isOtherTone) known.wow = nullptr;
    if (isOther || isOtherTone)
        progress_ = std::make_shared<const media::TestProgress>(media::TestProgress{0.0, {}, known, known});
    makePlan();
    if ((isOther || isOtherTone) && watch_.isListening()) start(known);
    finished_ = {};
    ++version_;
}

// ------------------------------------------------------------ measuring

void TestRecordModel::start(const media::TestResults& before) {
    if (hasThread_)
        watch_.start(plan_, before);
    else
        watch_.startWithoutThread(plan_, before);
    progress_ = watch_.progress();
}

void TestRecordModel::startAgain() {
    const bool isListening = watch_.isListening();
    watch_.stop();
    progress_ = std::make_shared<const media::TestProgress>(media::progressOf(plan_, {}));
    done_.clear();
    if (isListening) start({});
    finished_ = {};
    sweep_.reset();
    ++version_;
}

void TestRecordModel::poll(bool inputIsOn) {
    const bool wanted = isShown_ && inputIsOn && watch_.isPossible();
    if (wanted && !watch_.isListening()) start(progress_->complete);
    if (!wanted && watch_.isListening()) {
        watch_.stop();
        // Of the band that played nothing is left.
        progress_ = std::make_shared<const media::TestProgress>(media::progressOf(plan_, watch_.progress()->complete));
        ++version_;
    }
    if (watch_.isListening()) {
        watch_.setContext(
            ui::hookupContext(processor_.stage(), std::nullopt, processor_.getTotalNumInputChannels() == 1));
        if (!hasThread_) watch_.listenNow();
        if (auto now = watch_.progress(); now != progress_) {
            progress_ = std::move(now);
            ++version_;
        }
    }
    finishSweeps();
}

/** Some milliseconds of work: only where something has changed. */
void TestRecordModel::finishSweeps() {
    const auto values = processor_.values();
    if (finished_ == progress_->results.sweep && values == values_) return;
    finished_ = progress_->results.sweep;
    values_ = values;
    const auto search = head({}).sweep;
    takesLoadOut_ = static_cast<bool>(search.loadGain);
    sweep_ = progress_->results.sweeps(search);
    ++version_;
}

bool TestRecordModel::isCalibrated() const {
    return ui::hookupContext(processor_.stage(), std::nullopt, false).fullScaleDbv.has_value();
}

std::optional<media::FileNoise> TestRecordModel::noise() const {
    if (!results().noise) return std::nullopt;
    auto noise = *results().noise;
    noise.search = media::noiseSearch(processor_.values(), isCalibrated());
    return noise;
}

// ------------------------------------------------------------ calibration

params::CalibrationResult TestRecordModel::calibration() const {
    const auto values = processor_.values();
    params::RecordedTone tone;
    tone.velocityCmPerS = plan_.velocityCmPerS.value_or(0.0);
    tone.velocityIsRms = plan_.velocityKind == VelocityKind::rms;
    if (const auto rating = ui::cartridgeRating(values)) {
        tone.cartridgeMv = rating->outputMv;
        tone.cartridgeVelocityCmPerS = rating->velocityCmPerS;
        tone.cartridgeVelocityIsRms = rating->velocityIsRms;
    }
    tone.load = params::loadCorrection(values);
    params::CalibrationTones tones;
    tones.leftOnly = results().level[0]->tone;
    tones.rightOnly = results().level[1]->tone;
    return params::calibrate(tone, tones);
}

std::string TestRecordModel::whyNotCalibrated() const {
    const auto isPlanned = [&](media::BandPurpose purpose) {
        return std::any_of(plan_.bands.begin(), plan_.bands.end(),
                           [purpose](const auto& band) { return band.purpose == purpose; });
    };
    if (!isPlanned(media::BandPurpose::levelLeft) || !isPlanned(media::BandPurpose::levelRight))
        return "This record has no 1 kHz bands of one channel.";
    if (!results().level[0] || !results().level[1]) return "Both 1 kHz bands set level, balance and crosstalk.";
    if (!plan_.velocityCmPerS) return "How fast are the 1 kHz bands cut? Enter it in the record's details.";
    if (plan_.velocityKind == VelocityKind::unknown)
        return base::formatShortest(*plan_.velocityCmPerS) +
               " cm/s: peak or rms? They are 3 dB apart. Choose in the record's details.";
    if (!ui::cartridgeRating(processor_.values())) return "Choose the cartridge first: its output is needed.";
    return calibration().refusal;
}

void TestRecordModel::useForCalibration() {
    if (!whyNotCalibrated().empty()) return;
    const auto found = *calibration().calibration;
    const auto before = processor_.stage();
    auto stage = before;
    stage.values.set(Id::inputDbv, found.inputDbv);
    if (found.balanceDb) stage.values.set(Id::balance, *found.balanceDb);
    if (found.crosstalk) {
        stage.values.set(Id::crosstalkLeftToRight, found.crosstalk->leftToRight.real() * 100.0);
        stage.values.set(Id::crosstalkRightToLeft, found.crosstalk->rightToLeft.real() * 100.0);
    }
    changes_ = {};
    changes_.add(before, stage);
    processor_.apply(stage);
    done_ = "Full scale is " + base::formatFixed(found.inputDbv, 2) + " dBV";
    if (found.balanceDb) done_ += ", balance " + base::formatFixed(*found.balanceDb, 2) + " dB";
    done_ += found.crosstalk ? ", crosstalk undone." : ".";
    ++version_;
}

void TestRecordModel::takeBack() {
    if (done_.empty()) return;
    processor_.apply(changes_.takenBackFrom(processor_.stage()));
    done_.clear();
    ++version_;
}

// ------------------------------------------------------------ reports

media::TestReportHead TestRecordModel::head(const std::string& pngName) const {
    media::TestReportHead head;
    head.made = media::utcText(media::utcNow()).substr(0, 10);
    const auto* known = record();
    if (known != nullptr) head.recordId = known->id;
    head.recordName = known != nullptr ? known->maker + " " + known->name : unknownRecord;
    head.cutName = cutName(*plan_.cut);
    head.radiusMm = settings_.radiusMm;
    head.sweep.cut = *plan_.cut;
    const auto values = processor_.values();
    head.sweep.loadGain = media::wrongLoadGain(values);
    head.noise = media::noiseSearch(values, isCalibrated());
    head.pngName = pngName;
    return head;
}

std::string TestRecordModel::reportJson(const std::string& pngName) const {
    return media::testReportJson(results(), head(pngName)).dump(2) + "\n";
}

std::string TestRecordModel::reportPicture() const {
    const auto about = head({});
    plot::TestRecordPicture picture;
    picture.title = about.recordName;
    picture.details = "measured " + about.made;
    picture.note = media::takenOutText(about.sweep.cut, static_cast<bool>(about.sweep.loadGain));
    if (results().wow) picture.wow = results().wow->wow;
    picture.radiusMm = about.radiusMm;
    if (sweep_) picture.sweep = sweep_->sweep;
    if (results().lateral) picture.resonances.push_back(results().lateral->resonance);
    if (results().vertical) picture.resonances.push_back(results().vertical->resonance);
    if (const auto silent = noise()) {
        picture.rumbleUnweightedDbv = silent->dbv(silent->noise.rumbleUnweighted);
        picture.rumbleWeightedDbv = silent->dbv(silent->noise.rumbleWeighted);
        picture.mainsHz = silent->noise.mainsHz;
        picture.isNoiseCalibrated = silent->search.isCalibrated;
    }
    const auto png = plot::drawPng(picture);
    return media::signedPng(std::string(png.begin(), png.end()));
}

std::string TestRecordModel::saveReport(const std::filesystem::path& path) const {
    auto json = path, png = path;
    json.replace_extension(".json");
    png.replace_extension(".png");
    try {
        std::vector<std::unique_ptr<base::PendingFile>> files;
        const auto own = [this](const std::filesystem::path& file) { return whyNotOwn(file); };
        const auto picture = [](const std::filesystem::path& file) {
            return media::whyNotOwnPicture(file, ": choose another name");
        };
        files.push_back(std::make_unique<base::PendingFile>(png, base::Replace::unless(picture)));
        files.push_back(std::make_unique<base::PendingFile>(json, base::Replace::unless(own)));
        files[0]->writeAll(reportPicture());
        const auto name = png.filename().u8string();
        files[1]->writeAll(reportJson(std::string(name.begin(), name.end())));
        base::commitAll(files);
    } catch (const base::FileError& problem) {
        return problem.what();
    }
    return {};
}

/** A report of before may be replaced, and nothing else. */
std::string TestRecordModel::whyNotOwn(const std::filesystem::path& file) const {
    const auto read = base::readBoundedFile(file, largestReportBytes);
    const auto* text = std::get_if<std::string>(&read);
    if (text != nullptr && std::holds_alternative<media::ReportFigures>(media::parseTestReport(*text, "report")))
        return {};
    return "is there already, and is no report of a test record: choose another name";
}

std::string TestRecordModel::compareWith(const std::filesystem::path& path) {
    auto read = base::readBoundedFile(path, largestReportBytes);
    if (auto* fault = std::get_if<base::FileFault>(&read)) return fault->message;
    const auto name = path.filename().u8string();
    auto parsed = media::parseTestReport(std::get<std::string>(read), std::string(name.begin(), name.end()));
    if (auto* why = std::get_if<std::string>(&parsed)) return *why;
    earlier_ = std::get<media::ReportFigures>(std::move(parsed));
    ++version_;
    return {};
}

void TestRecordModel::compareWithNothing() {
    earlier_.reset();
    ++version_;
}

std::vector<media::ReportDifference> TestRecordModel::differences() const {
    if (!earlier_) return {};
    const auto now = media::parseTestReport(reportJson({}), "report");
    const auto* figures = std::get_if<media::ReportFigures>(&now);
    return figures != nullptr ? media::differencesOf(*earlier_, *figures) : std::vector<media::ReportDifference>{};
}

} // namespace phonostage::app

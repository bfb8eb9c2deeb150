// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/check/TestRecordSettings.h"
#include "app/check/TestRecordWatch.h"
#include "catalogue/TestRecord.h"
#include "media/analyse/TestReport.h"
#include "params/Calibration.h"
#include "plugin/Processor.h"
#include "ui/setup/OwnChanges.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace phonostage::app {

/** The test record as a person meets it: which one it is, what its bands have said, and what is done with that. Message
    thread. */
class TestRecordModel {
public:
    /** All must outlive this. */
    TestRecordModel(plugin::Processor& processor, TestRecordWatch& watch, TestRecordSettings& settings);

    // ---- which record

    /** The built-in ones and the user's own, as they were when the page came. */
    [[nodiscard]] const std::vector<catalogue::TestRecord>& records() const { return records_.records; }
    /** Of the user's file; empty where it is all right. */
    [[nodiscard]] const std::vector<std::string>& problems() const { return records_.problems; }
    void readRecords();
    /** Null: one that the catalogue does not have. */
    [[nodiscard]] const catalogue::TestRecord* record() const;
    [[nodiscard]] const TestRecordSettings& settings() const { return settings_; }
    /** What is measured goes on; another record, carrier or radius begins with what still holds. */
    void setSettings(const TestRecordSettings& settings);
    /** With what the person has said where the catalogue is silent. */
    [[nodiscard]] const media::TestPlan& plan() const { return plan_; }

    // ---- measuring

    /** Its half of the page is shown: it listens while the input is on. */
    void setShown(bool isShown) { isShown_ = isShown; }
    void poll(bool inputIsOn);
    /** Forgets what was measured. */
    void startAgain();
    /** For tests: no thread listens, poll() does. */
    void useNoThread() { hasThread_ = false; }
    [[nodiscard]] bool isListening() const { return watch_.isListening(); }
    [[nodiscard]] bool isPossible() const { return watch_.isPossible(); }
    [[nodiscard]] const media::TestProgress& progress() const { return *progress_; }
    [[nodiscard]] const media::TestResults& results() const { return progress_->results; }
    /** Both channels' sweeps with cut and load taken out; null without one. */
    [[nodiscard]] const media::FileSweep* sweep() const { return sweep_ ? &*sweep_ : nullptr; }
    /** Cartridge and load are known, and the effect of a wrong load is taken out. */
    [[nodiscard]] bool takesLoadOut() const { return takesLoadOut_; }
    /** The level of the noise is that of this calibration. */
    [[nodiscard]] std::optional<media::FileNoise> noise() const;
    /** Changes with whatever the page shows. */
    [[nodiscard]] std::uint64_t version() const { return version_; }

    // ---- calibration

    /** Why there is none to be had: one sentence with what to do; empty where there is one. */
    [[nodiscard]] std::string whyNotCalibrated() const;
    /** Level, balance and crosstalk of the two 1 kHz bands; can be taken back. */
    void useForCalibration();
    /** What it has set, in a sentence; empty where it was not used, or was taken back. */
    [[nodiscard]] const std::string& done() const { return done_; }
    void takeBack();

    // ---- reports

    [[nodiscard]] std::string reportJson(const std::string& pngName) const;
    [[nodiscard]] std::string reportPicture() const; ///< the bytes of a PNG
    /** NAME.json and NAME.png beside it; returns what went wrong, or nothing. */
    [[nodiscard]] std::string saveReport(const std::filesystem::path& path) const;
    /** Returns what is wrong with the file, or nothing. */
    [[nodiscard]] std::string compareWith(const std::filesystem::path& path);
    [[nodiscard]] const std::optional<media::ReportFigures>& earlier() const { return earlier_; }
    void compareWithNothing();
    [[nodiscard]] std::vector<media::ReportDifference> differences() const;

private:
    [[nodiscard]] std::string whyNotOwn(const std::filesystem::path& file) const;
    void makePlan();
    void start(const media::TestResults& before);
    void finishSweeps();
    [[nodiscard]] bool isCalibrated() const;
    [[nodiscard]] params::CalibrationResult calibration() const;
    [[nodiscard]] media::TestReportHead head(const std::string& pngName) const;

    plugin::Processor& processor_;
    TestRecordWatch& watch_;
    TestRecordSettings& settings_;
    bool hasThread_ = true, isShown_ = false;
    catalogue::TestRecords records_;
    media::TestPlan plan_;
    std::shared_ptr<const media::TestProgress> progress_;
    params::Values values_; ///< that the sweeps were finished with
    std::optional<media::FileSweep> sweep_;
    std::array<std::shared_ptr<const media::SweepReadings>, 2> finished_;
    bool takesLoadOut_ = false;
    std::uint64_t version_ = 1;
    ui::OwnChanges changes_;
    std::string done_;
    std::optional<media::ReportFigures> earlier_;
};

} // namespace phonostage::app

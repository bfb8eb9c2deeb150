// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalogue/EquipmentCatalogue.h"
#include "dsp/measure/RecordLevel.h"
#include "params/ParameterTable.h"

#include <optional>
#include <span>

namespace phonostage::params {

/** What was entered, as far as it says how loud a record must come in. */
struct EnteredLevels {
    double inputDbv = 6.0;                   ///< dBV rms of a sine at 0 dBFS at the socket
    std::optional<double> levelAt5CmDbv;     ///< of the cartridge into its load; empty where none is entered
    bool isMovingCoil = false;               ///< of low output
    bool isInputKnown = false;               ///< an interface of the lists is chosen, or its full scale was entered
    double gainDb = 0.0;                     ///< what the interface's gain control reads, as entered
    double gainMinDb = 0.0, gainMaxDb = 0.0; ///< its range; the same where there is none or it is not known
    bool isRiaaUndone = false;               ///< the signal has been through a phono stage: no cartridge's level
    bool operator==(const EnteredLevels&) const = default;
};

[[nodiscard]] EnteredLevels enteredLevels(const Snapshot& stage, const catalogue::Equipment& lists);

enum class LevelFinding {
    none,
    tooLoud,      ///< louder than any record could be with what was entered
    tooFaint,     ///< fainter than any record
    movingMagnet, ///< a moving coil was entered, and it is as loud as a moving magnet
    faint         ///< nothing or not all was entered, and the signal is far below full scale
};

struct LevelJudgement {
    LevelFinding finding = LevelFinding::none;
    /** Music was heard that fits what was entered: only then may a margin be called good because of it. */
    bool isConfirmed = false;
    bool isHeard = false; ///< music, be it as entered or not
    /** How far the music lies above a usual record with what was entered; while a finding stands in steps, so that what
        is read does not flicker. */
    double offDb = 0.0;
    double loudDbfs = 0.0;     ///< the music's usual level
    bool hasCartridge = false; ///< entered
    /** What the gain control would have to read for a usual record, whole dB, within its range; empty where there is no
        control, or where it stands so already. */
    std::optional<double> gainDb;
    bool isInRange = false; ///< the gain alone explains it
    bool operator==(const LevelJudgement&) const = default;
    /** Of the same words. */
    [[nodiscard]] bool isLike(const LevelJudgement& other) const {
        return finding == other.finding && isConfirmed == other.isConfirmed && isHeard == other.isHeard &&
               gainDb == other.gainDb && isInRange == other.isInRange;
    }
};

/** Judges what is heard against what was entered.

    A finding needs some seconds of music that contradicts (2 s beyond the three that a level needs; 12 s where it is
    fainter than entered, as a quiet introduction is no fault), stands through pauses, and goes when music fits again or
   when what was entered is put right. One thread. */
class LevelPlausibility {
public:
    /** In dB against a usual record (dsp::RecordLevel::usualDb). Records lie from -9 to +6, 78s up to +14, the
        quietest music at -28: 10 cm/s rms, more than a record has, is +14 dB. */
    static constexpr double tooLoudDb = 17.0, tooFaintDb = -31.0;
    static constexpr double leaveDb = 3.0; ///< a finding goes so far on this side of its limit
    static constexpr double confirmedFromDb = -5.5, confirmedToDb = 3.0;
    static constexpr double loudSeconds = 2.0, faintSeconds = 12.0;
    static constexpr double faintDbfs = -44.0; ///< of a usual level: too faint where nothing was entered

    const LevelJudgement& follow(const EnteredLevels& entered, const dsp::RecordReading& heard);

    [[nodiscard]] const LevelJudgement& judgement() const { return judgement_; }

    /** True once after what was entered has changed: what was heard before says nothing of it. */
    [[nodiscard]] bool takeForgets();

    void reset() { *this = LevelPlausibility(); }

private:
    [[nodiscard]] double offDb(double loudDbfs) const;
    [[nodiscard]] LevelFinding findingAt(double loudDbfs) const;
    void takeOver(const EnteredLevels& entered);
    void express(double loudDbfs);
    void hear(double loudDbfs, double seconds);
    void stand(LevelFinding finding);

    EnteredLevels entered_;
    LevelJudgement judgement_;
    std::optional<double> loudest_; ///< dBFS, since something was entered
    LevelFinding candidate_ = LevelFinding::none;
    double candidateSince_ = 0.0;
    bool isKnown_ = false, forgets_ = false;
};

/** The reading that makes a usual record of this level (dBFS): for "find it from the music". Empty where no cartridge
   is entered. Not rounded, not limited to the control's range. */
[[nodiscard]] std::optional<double> gainFromMusic(const EnteredLevels& entered, double loudDbfs);

/** Enters another reading of the gain control: the full scale at the socket follows. */
void enterInterfaceGain(Snapshot& stage, double gainDb);

} // namespace phonostage::params

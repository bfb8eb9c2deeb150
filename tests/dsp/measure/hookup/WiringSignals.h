// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace phonostage::tests {

/** A capture at a line input, in volts, and then in samples. */
struct Wiring {
    double rateHz = 48000.0;
    std::vector<double> left, right;

    [[nodiscard]] std::size_t frames() const { return left.size(); }
    [[nodiscard]] double seconds() const { return static_cast<double>(frames()) / rateHz; }
    /** Each frame, with its time. */
    void forEach(const std::function<void(double seconds, double& left, double& right)>& change);
    /** White noise, rms in volts. */
    void addNoise(double rms, std::uint64_t seed);
};

/** What is played, on what. The generator knows no code of the check: a programme of decaying bursts, an inverse RIAA
   by its three time constants, a cartridge that leaks, groove noise, and warp and rumble that repeat each turn and are
    mostly vertical. */
struct DeckModel {
    double rateHz = 48000.0, seconds = 20.0;
    std::uint64_t seed = 1;
    bool hasMusic = true;
    bool isMonoRecord = false;
    double pan = 0.0;     ///< -1 to 1: where all the music but the bass is
    double side = 1.0;    ///< factor of left - right above the bass
    double bassPan = 0.0; ///< likewise of the bass
    double turnSeconds = 1.8;
    double rumbleDb = -56.0;               ///< re 5 cm/s
    double grooveDb = -50.0;               ///< re 5 cm/s
    double leak = 0.08;                    ///< -22 dB
    double cartridgeVolts = 0.0045;        ///< rms at 5 cm/s
    double beatSeconds = 0.0;              ///< a deep beat in the middle, so often; 0: none
    double deepBass = 0.0;                 ///< size of notes from 3 to 15 Hz, anywhere between the channels; 0: none
    double quietFrom = 0.0, quietTo = 0.0; ///< seconds without music
};

/** What the cartridge gives, without the interface's noise. */
[[nodiscard]] Wiring playedRecord(const DeckModel& model);
/** The programme as a line source gives it, at so many volts rms. */
[[nodiscard]] Wiring lineProgramme(const DeckModel& model, double rmsVolts);
/** Through a phono stage: RIAA and a gain at 1 kHz. */
void equalise(Wiring& wiring, double gainDb);
/** The interface: its noise (-103 dBV), and full scale at so many dBV of a sine. Cut at full scale. */
[[nodiscard]] Wiring recorded(Wiring wiring, double fullScaleDbv = -8.0);

} // namespace phonostage::tests

// SPDX-License-Identifier: GPL-3.0-or-later
// listen_to_sides FOLDER...: what the needle trigger and the run-out stop hear in sides with known events (NAME.flac
// and NAME.json with needle_drop, lift_off, music_end in seconds), as a recorder hears them. Exit status 1 where a
// floor is not met: a false or a missed needle drop, one that is heard later than 0.5 s or placed more than 50 ms off,
// a lift-off more than 100 ms off, a run-out inside the music.
#include "media/record/NeedleTrigger.h"
#include "media/record/RunOutStop.h"
#include "support/SoundFiles.h"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using namespace phonostage::media;
namespace fs = std::filesystem;

namespace {

constexpr double mostLate = 0.5, mostOff = 0.05, mostLiftOff = 0.1;

struct Heard {
    std::vector<double> drops, known, lifts, runOuts; ///< s
};

Heard listenTo(const fs::path& path) {
    const auto sound = phonostage::tests::readSound(path);
    const std::vector<float> samples(sound.samples.begin(), sound.samples.end());
    GrooveLevels levels;
    levels.prepare(sound.rate, sound.channels);
    NeedleTrigger trigger;
    RunOutStop runOut;
    runOut.prepare(8);
    std::vector<GrooveLevels::Hop> hops;
    levels.process(samples.data(), static_cast<int>(sound.frames()), hops);
    Heard heard;
    const double hop = static_cast<double>(levels.hopFrames()) / sound.rate;
    for (const auto& each : hops) {
        const double now = hop * static_cast<double>(trigger.hops() + 1);
        if (const auto event = trigger.add(each.low)) {
            const double at = hop * static_cast<double>(event->hop);
            if (event->isDown) {
                heard.drops.push_back(at);
                heard.known.push_back(now);
                runOut.reset();
            } else {
                heard.lifts.push_back(at);
            }
        }
        if (runOut.add(each) && trigger.isDown()) heard.runOuts.push_back(now);
    }
    return heard;
}

std::string listed(const std::vector<double>& times) {
    std::string text;
    for (const double each : times) {
        char number[32];
        std::snprintf(number, sizeof number, " %.2f", each);
        text += number;
    }
    return text;
}

/** "" or what is not met. */
std::string judge(const Heard& heard, const nlohmann::json& truth) {
    std::string faults;
    const auto fault = [&](const char* what) { faults += std::string(faults.empty() ? "" : ", ") + what; };
    const auto at = [&](const char* name) {
        return truth.contains(name) && truth[name].is_number() ? truth[name].get<double>() : -1.0;
    };
    const double drop = at("needle_drop"), lift = at("lift_off"), music = at("music_end");
    if (drop < 0.0) {
        if (!heard.drops.empty()) fault("false drop");
        return faults;
    }
    if (drop == 0.0) return faults; // the needle was down from the beginning: there was no air to know it by
    if (heard.drops.empty()) {
        fault("missed drop");
        return faults;
    }
    if (heard.drops.size() > 1) fault("more than one drop");
    if (std::abs(heard.drops[0] - drop) > mostOff) fault("drop misplaced");
    if (heard.known[0] - drop > mostLate) fault("drop late");
    if (lift > 0.0 && (heard.lifts.empty() || std::abs(heard.lifts.back() - lift) > mostLiftOff)) fault("lift-off");
    for (const double each : heard.runOuts)
        if (each < music) fault("run-out in the music");
    return faults;
}

} // namespace

int main(int argc, char** argv) {
    int faults = 0, files = 0;
    for (int i = 1; i < argc; ++i)
        for (const auto& entry : fs::directory_iterator(argv[i])) {
            auto truthPath = entry.path();
            if (entry.path().extension() != ".flac" || !fs::exists(truthPath.replace_extension(".json"))) continue;
            const auto truth = nlohmann::json::parse(std::ifstream(truthPath));
            const auto heard = listenTo(entry.path());
            const auto what = judge(heard, truth);
            std::printf("%-22s drop%s (heard%s; true %s) lift%s (true %s) run-out%s (music ends %s) %s\n",
                        entry.path().stem().c_str(), listed(heard.drops).c_str(), listed(heard.known).c_str(),
                        truth.value("needle_drop", nlohmann::json()).dump().c_str(), listed(heard.lifts).c_str(),
                        truth.value("lift_off", nlohmann::json()).dump().c_str(), listed(heard.runOuts).c_str(),
                        truth.value("music_end", nlohmann::json()).dump().c_str(), what.c_str());
            std::fflush(stdout);
            ++files;
            faults += what.empty() ? 0 : 1;
        }
    std::printf("%d of %d sides with a fault\n", faults, files);
    return faults == 0 && files > 0 ? 0 : 1;
}

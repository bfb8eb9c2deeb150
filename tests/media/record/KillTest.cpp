// SPDX-License-Identifier: GPL-3.0-or-later
// A recorder that is killed at any moment: what was delivered a second before is there, and plays.
#include "media/record/DiskThread.h"
#include "media/record/RecordSupport.h"
#include "media/record/Recorder.h"
#include "media/record/Recovery.h"
#include "media/take/Take.h"
#include "media/take/TakeNames.h"
#include "support/Catch.h"
#include "support/TemporaryFolder.h"

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <limits>
#include <random>
#include <thread>

#include <sys/mman.h>
#ifdef __linux__
#include <sys/syscall.h>
#endif
#include <sys/wait.h>
#include <unistd.h>

namespace {

std::atomic<int> syncTakesMs{0};

} // namespace

#ifdef __linux__
/** In place of the library's, for the whole program: a disk that takes its time. */
extern "C" int fsync(int descriptor) { // NOLINT(readability-inconsistent-declaration-parameter-name)
    if (const int ms = syncTakesMs.load(); ms > 0) std::this_thread::sleep_for(std::chrono::milliseconds(ms));
    return static_cast<int>(::syscall(SYS_fsync, descriptor));
}
#endif

using namespace phonostage::media;
using namespace phonostage::tests;
namespace fs = std::filesystem;

namespace {

constexpr double rateHz = 96000.0;
constexpr int blockFrames = 960; ///< 10 ms

/** Both processes see it: when so many frames had been delivered. */
struct Delivered {
    std::atomic<std::int64_t> blocks;
    std::array<std::int64_t, 100000> nanoseconds;
};

std::int64_t now() { return RecordClock::system().nanoseconds(); }

/** The child: a device in real time, until somebody ends it. */
[[noreturn]] void recordForEver(const fs::path& audio, SampleWord word, Delivered& delivered) {
    RecorderSettings settings;
    settings.keepsAwake = false;
    settings.longestPreRollSeconds = 0.0;
    Recorder recorder(settings);
    TakeRequest request;
    request.audio = audio;
    request.word = word;
    request.start = StartBy::now;
    recorder.arm(request);
    recorder.tick();
    const DiskThread disk(recorder);
    SourceFormat format;
    format.sampleRateHz = rateHz;
    recorder.begin(format);
    std::vector<float> left(blockFrames), right(blockFrames);
    const std::array<const float*, 2> channels{left.data(), right.data()};
    const auto began = std::chrono::steady_clock::now();
    for (std::int64_t block = 0;; ++block) {
        for (int i = 0; i < blockFrames; ++i) {
            left[static_cast<std::size_t>(i)] = sampleAt(block * blockFrames + i, 0);
            right[static_cast<std::size_t>(i)] = sampleAt(block * blockFrames + i, 1);
        }
        std::this_thread::sleep_until(began + std::chrono::milliseconds(10 * (block + 1)));
        recorder.block(channels.data(), blockFrames, now());
        delivered.nanoseconds[static_cast<std::size_t>(block)] = now();
        delivered.blocks.store(block + 1);
    }
}

/** Frames that had been delivered at a moment. */
std::int64_t framesUntil(const Delivered& delivered, std::int64_t nanoseconds) {
    std::int64_t blocks = 0;
    const auto all = delivered.blocks.load();
    while (blocks < all && delivered.nanoseconds[static_cast<std::size_t>(blocks)] <= nanoseconds)
        ++blocks;
    return blocks * blockFrames;
}

/** As a person would ask them; true where the program is not installed. */
bool plays(const std::string& command, const fs::path& path) {
    const auto program = command.substr(0, command.find(' '));
    if (std::system(("command -v " + program + " >/dev/null 2>&1").c_str()) != 0) return true;
    auto line = command;
    line.replace(line.find("FILE"), 4, "'" + path.string() + "'");
    return std::system((line + " >/dev/null 2>&1").c_str()) == 0;
}

int timesToKill() {
    const char* text = std::getenv("PHONOSTAGE_KILLS");
    return text != nullptr ? std::atoi(text) : 12;
}

Delivered& sharedMemory() {
    static auto* const delivered = static_cast<Delivered*>(
        ::mmap(nullptr, sizeof(Delivered), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    REQUIRE(delivered != MAP_FAILED);
    return *delivered;
}

/** What is left of a recording by which so many frames were promised. */
void checkLeft(const TemporaryFolder& folder, const fs::path& audio, std::int64_t promised) {
    const bool isFlac = audio.extension() == ".flac";
    CHECK_FALSE(fs::exists(audio)); // nothing under the last name is partial
    CHECK(readBytes(folder / "mine.txt") == "mine");
    const auto path = recordingPathOf(audio);
    if (!fs::exists(path)) {
        CHECK(promised == 0);
        return;
    }
    std::int64_t frames = 0;
    const auto before = rightFrames(path, 0, &frames);
    // Before a length is noted FLAC's is 0: not known, and for libsndfile as long as can be.
    const bool isNoted = frames > 0 && frames < std::numeric_limits<std::int64_t>::max();
    if (isNoted) CHECK(before == frames); // plays up to there
    if (isNoted) CHECK(plays("sox FILE -n stat", path));
    if (isNoted) CHECK(plays("ffmpeg -v quiet -i FILE -f null -", path));
    const auto orphans = findOrphans(folder.path());
    REQUIRE(orphans.size() == 1);
    const auto orphan = recover(orphans[0]);
    if (!orphan.isUsable) {
        CHECK(promised == 0);
        return;
    }
    CHECK(orphan.isRepaired);
    const auto right = rightFrames(orphan.path, 0, &frames);
    CHECK(right == frames);
    CHECK(frames >= promised);
    CHECK(Take(orphan.path).hasSidecar());
    CHECK(plays("sox FILE -n stat", orphan.path));
    CHECK(plays("ffmpeg -v error -xerror -i FILE -f null -", orphan.path));
    if (isFlac) CHECK(plays("flac -t -w -s FILE", orphan.path));
}

void killAtAnyMoment(int times, int syncMs = 0) {
    auto& delivered = sharedMemory();
    std::mt19937 random(std::random_device{}());
    std::uniform_real_distribution<double> moment(0.05, 2.5);
    for (int k = 0; k < times; ++k) {
        const TemporaryFolder folder;
        writeBytes(folder / "mine.txt", "mine");
        const auto audio = folder / (k % 3 == 0 ? "a.flac" : "a.wav");
        const auto word = k % 3 == 1 ? SampleWord::float32 : SampleWord::bits24;
        delivered.blocks.store(0);
        const auto child = ::fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            syncTakesMs.store(syncMs);
            recordForEver(audio, word, delivered);
        }
        const double seconds = moment(random);
        std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
        const auto killedAt = now();
        ::kill(child, SIGKILL);
        int status = 0;
        while (::waitpid(child, &status, 0) < 0) {
        }
        CAPTURE(k, seconds, audio);
        checkLeft(folder, audio, framesUntil(delivered, killedAt - 1000000000));
    }
}

} // namespace

TEST_CASE("Killed at any moment, a recording has all that was delivered a second before") {
    killAtAnyMoment(timesToKill());
}

#ifdef __linux__
TEST_CASE("Killed at any moment on a slow disk, a recording has all that was delivered a second before") {
    killAtAnyMoment(6, 4000);
}
#endif

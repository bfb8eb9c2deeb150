// SPDX-License-Identifier: GPL-3.0-or-later
// A small JACK client that measures from outside what calls itself Phonostage: the app, for which jack-end-to-end.sh
// starts server and app, or a plugin's host.
//
//   jack_probe wait                 until the server answers
//   jack_probe input-closed         the app has outputs and no input port
//   jack_probe measure CURVES.csv   tones in, tones out: curve, gain, channels
//   jack_probe feed SECONDS         tones into the app's input for this long, for pictures
//   jack_probe race HOURS           tones for so many hours of the server's time, as fast as all its clients can
//   jack_probe play IN OUT          a recording in, what comes out from its first frame on, a few blocks more than went
//                                   in; both files are bare 32-bit floats, left and right by turns
//
// Exit status 0 only where all is as it should be; what is wrong goes to stderr.
#include <jack/jack.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cmath>
#include <complex>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <functional>
#include <iterator>
#include <locale>
#include <map>
#include <numbers>
#include <optional>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace {

constexpr double patienceSeconds = 30.0;
constexpr double gainDb = 40.0;
constexpr double toleranceDb = 0.01;
constexpr double crosstalkLimitDb = -100.0;

// Whole numbers of hertz that curves.csv knows: a second holds whole periods of all of them. Each side has its own, so
// that what leaks across is seen.
constexpr std::array<std::array<int, 10>, 2> tonesHz{{{20, 63, 200, 500, 1000, 2000, 5000, 10000, 16000, 20000},
                                                      {25, 80, 250, 630, 1250, 2500, 6300, 12500, 15000, 18000}}};

// One millivolt rms a tone, a quiet passage of a moving-magnet cartridge, where a sine at full scale is +6 dBV.
const double toneAmplitude = 0.001 / std::pow(10.0, 6.0 / 20.0);

[[noreturn]] void fail(const std::string& what) {
    std::fprintf(stderr, "jack_probe: %s\n", what.c_str());
    std::exit(1);
}

/** Tries until it works or patience ends. */
bool eventually(const std::function<bool()>& attempt, double seconds = patienceSeconds) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
    while (!attempt()) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return true;
}

using Stereo = std::array<std::vector<float>, 2>;

/** Plays a second over and over, or a recording once, on two ports and records two others, in whole blocks that follow
    each other. */
class Probe {
public:
    /** level: of the tones, 1 is a millivolt each. */
    explicit Probe(double level = 1.0) : level_(level) {
        open();
        for (std::size_t side = 0; side < 2; ++side) {
            played_[0][side] = tones(tonesHz[side]);
            played_[1][side] = tones(tonesHz[1 - side]);
        }
        setLength(2 * rate_);
    }

    /** Plays this with each record(), in step with it, and silence otherwise. */
    explicit Probe(const Stereo& recording) : inStep_(true) {
        open();
        played_[0] = recording;
        setLength(recording[0].size() + extraBlocks * jack_get_buffer_size(client_));
    }

    ~Probe() { jack_client_close(client_); }
    Probe(const Probe&) = delete;
    Probe& operator=(const Probe&) = delete;

    [[nodiscard]] jack_client_t* client() const { return client_; }
    [[nodiscard]] std::size_t rate() const { return rate_; }
    [[nodiscard]] std::string sendName(std::size_t side) const { return jack_port_name(send_[side]); }
    [[nodiscard]] std::string receiveName(std::size_t side) const { return jack_port_name(receive_[side]); }

    /** That went through since start(). */
    [[nodiscard]] std::uint64_t frames() const { return frames_.load(std::memory_order_relaxed); }

    /** 0: tonesHz as they are; 1: the sides changed over. */
    void play(std::size_t set) { set_.store(set, std::memory_order_relaxed); }

    void start() {
        jack_set_process_callback(client_, &Probe::process, this);
        if (jack_activate(client_) != 0) fail("the probe could not be activated");
    }

    /** As they come: two seconds, or a recording's length and some blocks more. */
    const Stereo& record() {
        recording_.store(0, std::memory_order_release);
        const double ownSeconds = static_cast<double>(recorded_[0].size()) / static_cast<double>(rate_);
        if (!eventually([this] { return recording_.load(std::memory_order_acquire) == recorded_[0].size(); },
                        patienceSeconds + 3.0 * ownSeconds))
            fail("the JACK server has stopped");
        return recorded_;
    }

private:
    static constexpr std::size_t extraBlocks = 8;

    void open() {
        jack_set_error_function([](const char*) {}); // what it says while the server is not there yet
        if (!eventually([this] {
                // JACK names a socket after the client alone: clients of another server must not be called the same.
                client_ = jack_client_open(("probe-" + std::to_string(getpid())).c_str(), JackNoStartServer, nullptr);
                return client_ != nullptr;
            }))
            fail("the JACK server does not answer");
        rate_ = jack_get_sample_rate(client_);
        for (std::size_t side = 0; side < 2; ++side) {
            const std::string number = std::to_string(side + 1);
            send_[side] =
                jack_port_register(client_, ("send_" + number).c_str(), JACK_DEFAULT_AUDIO_TYPE, JackPortIsOutput, 0);
            receive_[side] =
                jack_port_register(client_, ("receive_" + number).c_str(), JACK_DEFAULT_AUDIO_TYPE, JackPortIsInput, 0);
        }
    }

    void setLength(std::size_t frames) {
        for (auto& side : recorded_)
            side.assign(frames, 0.0F);
        recording_.store(frames);
    }

    [[nodiscard]] std::vector<float> tones(const std::array<int, 10>& frequencies) const {
        std::vector<float> second(rate_);
        for (std::size_t n = 0; n < rate_; ++n) {
            double sum = 0.0;
            for (std::size_t i = 0; i < frequencies.size(); ++i) {
                const auto turns = static_cast<double>(static_cast<std::size_t>(frequencies[i]) * n % rate_);
                // Phases apart, so that the tones do not all peak together.
                sum += std::sin(2.0 * std::numbers::pi *
                                (turns / static_cast<double>(rate_) + 0.31 * static_cast<double>(i * i)));
            }
            second[n] = static_cast<float>(level_ * toneAmplitude * sum);
        }
        return second;
    }

    static int process(jack_nframes_t frames, void* self) { return static_cast<Probe*>(self)->process(frames); }

    int process(jack_nframes_t frames) {
        const std::size_t done = recording_.load(std::memory_order_acquire);
        const std::size_t now = std::min<std::size_t>(frames, recorded_[0].size() - done);
        const auto& playing = played_[set_.load(std::memory_order_relaxed)];
        for (std::size_t side = 0; side < 2; ++side) {
            auto* out = static_cast<float*>(jack_port_get_buffer(send_[side], frames));
            for (std::size_t n = 0; n < frames; ++n)
                out[n] = inStep_ ? (done + n < playing[side].size() ? playing[side][done + n] : 0.0F)
                                 : playing[side][(position_ + n) % rate_];
            const auto* in = static_cast<const float*>(jack_port_get_buffer(receive_[side], frames));
            std::copy_n(in, now, recorded_[side].data() + done);
        }
        position_ = (position_ + frames) % rate_;
        frames_.fetch_add(frames, std::memory_order_relaxed);
        std::size_t expected = done; // record() may have started again meanwhile: then this block is not counted
        recording_.compare_exchange_strong(expected, done + now, std::memory_order_release);
        return 0;
    }

    double level_ = 0.0;
    bool inStep_ = false;
    jack_client_t* client_ = nullptr;
    std::size_t rate_ = 0;
    std::array<jack_port_t*, 2> send_{}, receive_{};
    std::array<Stereo, 2> played_;
    Stereo recorded_;
    std::atomic<std::size_t> set_{0};
    std::size_t position_ = 0;
    std::atomic<std::uint64_t> frames_{0};
    std::atomic<std::size_t> recording_{0}; // frames that have been recorded
};

/** Names of the app's ports of a kind; its client is called Phonostage, or Phonostage-01 where that name was taken. */
std::vector<std::string> appPorts(jack_client_t* client, unsigned long flags) {
    std::vector<std::string> names;
    const char** ports = jack_get_ports(client, "^Phonostage.*:", JACK_DEFAULT_AUDIO_TYPE, flags);
    for (const char** port = ports; port != nullptr && *port != nullptr; ++port)
        names.emplace_back(*port);
    jack_free(ports);
    return names;
}

void waitForOutputs(jack_client_t* client) {
    if (!eventually([client] { return appPorts(client, JackPortIsOutput).size() == 2; }))
        fail("the app shows no pair of output ports");
}

std::map<int, double> readCurve(const char* path) {
    std::ifstream file(path);
    std::map<int, double> curve;
    for (std::string line; std::getline(file, line);) {
        std::istringstream fields(line);
        fields.imbue(std::locale::classic());
        std::string name;
        double frequency = 0.0, gain = 0.0;
        char comma = 0;
        if (!std::getline(fields, name, ',') || name != "riaa" || !(fields >> frequency >> comma >> gain)) continue;
        if (std::floor(frequency) >= frequency) curve[static_cast<int>(frequency)] = gain;
    }
    if (curve.empty()) fail(std::string("no riaa curve in ") + path);
    return curve;
}

/** Amplitude of a tone in one second of samples. */
double amplitude(const float* samples, std::size_t rate, int frequency) {
    std::complex<double> sum;
    for (std::size_t n = 0; n < rate; ++n) {
        const auto turns = static_cast<double>(static_cast<std::size_t>(frequency) * n % rate);
        sum += static_cast<double>(samples[n]) *
               std::polar(1.0, -2.0 * std::numbers::pi * turns / static_cast<double>(rate));
    }
    return 2.0 * std::abs(sum) / static_cast<double>(rate);
}

/** Records until two seconds in a row are the same: nothing settles any more, and no block was lost. */
Stereo recordSteady(Probe& probe) {
    Stereo result;
    const bool steady = eventually(
        [&] {
            const auto& both = probe.record();
            double difference = 0.0, level = 0.0;
            for (const auto& side : both)
                for (std::size_t n = 0; n < probe.rate(); ++n) {
                    difference = std::max(difference, static_cast<double>(std::abs(side[n] - side[n + probe.rate()])));
                    level = std::max(level, static_cast<double>(std::abs(side[n])));
                }
            result = both;
            return level > 0.0 && difference < 1e-5 * level;
        },
        2.0 * patienceSeconds);
    if (!steady) fail("the app's output never becomes steady, or stays silent");
    return result;
}

/** Plays one set of tones and compares what comes out. */
int compare(Probe& probe, const std::map<int, double>& curve, std::size_t set) {
    probe.play(set);
    const std::array<std::array<int, 10>, 2> tones{tonesHz[set], tonesHz[1 - set]};
    const auto recorded = recordSteady(probe);
    int wrong = 0;
    double worst = 0.0, worstCrosstalk = -400.0;
    for (std::size_t side = 0; side < 2; ++side) {
        for (const int frequency : tones[side]) {
            const double got =
                20.0 * std::log10(amplitude(recorded[side].data(), probe.rate(), frequency) / toneAmplitude);
            const double error = got - (gainDb + curve.at(frequency));
            worst = std::max(worst, std::abs(error));
            if (!(std::abs(error) <= toleranceDb)) {
                std::fprintf(stderr, "jack_probe: channel %zu at %d Hz: %.4f dB, %.4f dB off the curve\n", side + 1,
                             frequency, got, error);
                ++wrong;
            }
        }
        for (const int frequency : tones[1 - side]) {
            const double leaked = amplitude(recorded[side].data(), probe.rate(), frequency);
            const double wanted = toneAmplitude * std::pow(10.0, (gainDb + curve.at(frequency)) / 20.0);
            const double crosstalk = 20.0 * std::log10(std::max(leaked, 1e-20) / wanted);
            worstCrosstalk = std::max(worstCrosstalk, crosstalk);
            if (!(crosstalk <= crosstalkLimitDb)) {
                std::fprintf(stderr, "jack_probe: %d Hz leaks into channel %zu at %.1f dB\n", frequency, side + 1,
                             crosstalk);
                ++wrong;
            }
        }
    }
    std::printf("largest error %.6f dB, largest crosstalk %.1f dB\n", worst, worstCrosstalk);
    return wrong;
}

/** The names of the app's ports, [0] its inputs and [1] its outputs, once they are connected to the probe. */
std::array<std::vector<std::string>, 2> connect(Probe& probe) {
    waitForOutputs(probe.client());
    if (!eventually([&probe] { return appPorts(probe.client(), JackPortIsInput).size() == 2; }))
        fail("the app shows no pair of input ports: is the input on?");
    probe.start();
    const auto inputs = appPorts(probe.client(), JackPortIsInput);
    const auto outputs = appPorts(probe.client(), JackPortIsOutput);
    for (std::size_t side = 0; side < 2; ++side)
        if (jack_connect(probe.client(), probe.sendName(side).c_str(), inputs[side].c_str()) != 0 ||
            jack_connect(probe.client(), outputs[side].c_str(), probe.receiveName(side).c_str()) != 0)
            fail("the app's ports cannot be connected");
    return {inputs, outputs};
}

int measure(const char* curvesFile) {
    const auto curve = readCurve(curvesFile);
    Probe probe;
    if (probe.rate() < 44100) fail("the server runs below 44.1 kHz");
    // Ours first: a port without any connection counts as switched off in the app.
    const auto [inputs, outputs] = connect(probe);

    // The app connects itself to the machine's own ports, at any time in the first moments.
    const auto dropOthers = [&probe](const std::string& name) {
        const jack_port_t* port = jack_port_by_name(probe.client(), name.c_str());
        const char** others = jack_port_get_all_connections(probe.client(), port);
        for (const char** other = others; other != nullptr && *other != nullptr; ++other) {
            if (jack_port_is_mine(probe.client(), jack_port_by_name(probe.client(), *other)) != 0) continue;
            if ((jack_port_flags(port) & JackPortIsInput) != 0)
                jack_disconnect(probe.client(), *other, name.c_str());
            else
                jack_disconnect(probe.client(), name.c_str(), *other);
        }
        jack_free(others);
    };
    for (std::size_t side = 0; side < 2; ++side) {
        dropOthers(inputs[side]);
        dropOthers(outputs[side]);
    }
    const int wrong = compare(probe, curve, 0) + compare(probe, curve, 1);
    return wrong == 0 ? 0 : 1;
}

int play(const char* from, const char* to) {
    std::ifstream input(from, std::ios::binary);
    const std::vector<char> bytes{std::istreambuf_iterator<char>(input), {}};
    std::vector<float> samples(bytes.size() / sizeof(float));
    if (samples.size() < 2) fail(std::string("no sound in ") + from);
    std::memcpy(samples.data(), bytes.data(), samples.size() * sizeof(float));
    Stereo sound;
    for (std::size_t i = 0; i + 1 < samples.size(); i += 2) {
        sound[0].push_back(samples[i]);
        sound[1].push_back(samples[i + 1]);
    }
    Probe probe(sound);
    static_cast<void>(connect(probe));
    const auto& recorded = probe.record();
    std::ofstream output(to, std::ios::binary);
    for (std::size_t n = 0; n < recorded[0].size(); ++n) {
        const std::array<float, 2> frame{recorded[0][n], recorded[1][n]};
        output.write(reinterpret_cast<const char*>(frame.data()), sizeof(frame));
    }
    output.close();
    if (!output) fail(std::string("cannot write ") + to);
    return 0;
}

int race(double hours) {
    Probe probe(0.4);
    static_cast<void>(connect(probe));
    const auto end = probe.frames() + static_cast<std::uint64_t>(hours * 3600.0 * static_cast<double>(probe.rate()));
    if (jack_set_freewheel(probe.client(), 1) != 0) fail("the server does not run freely");
    for (auto last = probe.frames(); probe.frames() < end;) {
        std::this_thread::sleep_for(std::chrono::seconds(1));
        if (probe.frames() == last) fail("the server has stopped");
        last = probe.frames();
    }
    return jack_set_freewheel(probe.client(), 0);
}

int expectInputClosed() {
    const Probe probe;
    waitForOutputs(probe.client());
    std::this_thread::sleep_for(std::chrono::seconds(2)); // an input that is opened late counts as well
    if (!appPorts(probe.client(), JackPortIsInput).empty()) fail("the app has opened an input that nobody asked for");
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    const std::string command = argc > 1 ? argv[1] : "";
    if (command == "wait") {
        const Probe probe;
        return 0;
    }
    if (command == "input-closed") return expectInputClosed();
    if (command == "measure" && argc == 3) return measure(argv[2]);
    if (command == "feed" && argc == 3) {
        Probe probe(0.4);
        static_cast<void>(connect(probe));
        std::this_thread::sleep_for(std::chrono::seconds(std::atoi(argv[2])));
        return 0;
    }
    if (command == "race" && argc == 3) return race(std::atof(argv[2]));
    if (command == "play" && argc == 4) return play(argv[2], argv[3]);
    fail("usage: jack_probe wait | input-closed | measure CURVES.csv | feed SECONDS | race HOURS | play IN OUT");
}

// SPDX-License-Identifier: GPL-3.0-or-later
// A turntable for tests: a JACK client with two outputs that plays a sound once. record-over-jack.sh starts it.
//
//   jack_player NAME IN [DONE]   IN: bare 32-bit floats, left and right by turns. Begins a second after both outputs
//   were
//                                connected, makes the file DONE when it is over, and then stays, silent, until it is
//                                killed.
//   jack_player NAME wait        returns when the server answers
#include <jack/jack.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

namespace {

struct Player {
    std::array<jack_port_t*, 2> ports{};
    std::vector<float> samples; ///< interleaved
    std::size_t position = 0;
    std::atomic<bool> plays{false}, isOver{false};

    static int process(jack_nframes_t frames, void* self) { return static_cast<Player*>(self)->process(frames); }

    int process(jack_nframes_t frames) {
        const bool isOn = plays.load(std::memory_order_acquire);
        for (std::size_t side = 0; side < 2; ++side) {
            auto* out = static_cast<float*>(jack_port_get_buffer(ports[side], frames));
            for (std::size_t n = 0; n < frames; ++n) {
                const auto at = position + 2 * n + side;
                out[n] = isOn && at < samples.size() ? samples[at] : 0.0F;
            }
        }
        if (isOn) position += 2 * std::size_t{frames};
        if (position >= samples.size()) isOver.store(true, std::memory_order_release);
        return 0;
    }
};

[[noreturn]] void fail(const char* what) {
    std::fprintf(stderr, "jack_player: %s\n", what);
    std::exit(1);
}

void pause(int milliseconds) { std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds)); }

jack_client_t* openClient(const char* name) {
    jack_set_error_function([](const char*) {});
    for (int i = 0; i < 600; ++i) {
        if (auto* client = jack_client_open(name, JackNoStartServer, nullptr)) return client;
        pause(50);
    }
    fail("the JACK server does not answer");
}

} // namespace

int main(int argc, char** argv) {
    if (argc < 3) fail("usage: jack_player NAME IN [DONE] | NAME wait");
    auto* client = openClient(argv[1]);
    if (std::strcmp(argv[2], "wait") == 0) {
        jack_client_close(client);
        return 0;
    }
    Player player;
    std::ifstream input(argv[2], std::ios::binary);
    const std::vector<char> bytes{std::istreambuf_iterator<char>(input), {}};
    player.samples.resize(bytes.size() / sizeof(float));
    if (player.samples.empty()) fail("no sound in the input file");
    std::memcpy(player.samples.data(), bytes.data(), player.samples.size() * sizeof(float));
    for (std::size_t side = 0; side < 2; ++side)
        player.ports[side] =
            jack_port_register(client, side == 0 ? "out_1" : "out_2", JACK_DEFAULT_AUDIO_TYPE, JackPortIsOutput, 0);
    jack_set_process_callback(client, &Player::process, &player);
    if (jack_activate(client) != 0) fail("could not be activated");
    while (jack_port_connected(player.ports[0]) == 0 || jack_port_connected(player.ports[1]) == 0)
        pause(20);
    pause(1000);
    player.plays.store(true, std::memory_order_release);
    while (!player.isOver.load(std::memory_order_acquire))
        pause(20);
    pause(500); // the last block has been heard
    if (argc > 3) std::ofstream(argv[3]) << "over\n";
    for (;;)
        pause(1000);
}

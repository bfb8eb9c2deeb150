// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a fuzz target without libFuzzer, with any compiler: `fuzz_state RUNS SEED ...` gives it every seed as it is
// (files, or folders of files), then RUNS inputs made of them by chance, the same ones each time. An input that ends
// the program is left in the file fuzz_state.failed.
#include "fuzz/Fuzz.h"

#include <algorithm>
#include <csignal>
#include <ctime>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
using phonostage::fuzz::require;

constexpr std::size_t longestInput = 8192;
constexpr double longestRunSeconds = 10.0; // of the processor; one run takes far less than a tenth of one

std::string failedName;
std::string input;

extern "C" void keepInput(int signal) {
    std::signal(signal, SIG_DFL);
    if (std::FILE* file = std::fopen(failedName.c_str(), "wb")) {
        std::fwrite(input.data(), 1, input.size(), file);
        std::fclose(file);
        std::fprintf(stderr, "The input is in %s\n", failedName.c_str());
    }
    std::raise(signal);
}

std::vector<std::string> readSeeds(int count, char** names) {
    std::vector<fs::path> files;
    for (int i = 0; i < count; ++i) {
        if (!fs::is_directory(names[i])) {
            files.emplace_back(names[i]);
            continue;
        }
        for (const auto& entry : fs::directory_iterator(names[i]))
            files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end()); // folders are in no order
    std::vector<std::string> seeds;
    for (const auto& file : files) {
        std::ifstream stream(file, std::ios::binary);
        require(stream.is_open(), "a seed can be read", file.string());
        seeds.emplace_back(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
    }
    return seeds;
}

/** Small changes by chance. Its numbers do not depend on the standard library, whose distributions differ. */
class Mutator {
public:
    explicit Mutator(std::vector<std::string> seeds) : seeds_(std::move(seeds)) {
        std::erase_if(seeds_, [](const std::string& seed) { return seed.size() > longestInput; });
        seeds_.emplace_back();
    }

    std::string next() {
        std::string text = seeds_[below(seeds_.size())];
        for (auto changes = 1 + below(6); changes > 0; --changes)
            change(text);
        text.resize(std::min(text.size(), longestInput));
        return text;
    }

private:
    std::size_t below(std::size_t limit) { return limit == 0 ? 0 : static_cast<std::size_t>(random_() % limit); }

    char byte() {
        // Bytes at the edges of things come more often than others.
        constexpr char edges[] = {'\0', '\x01', '\x7f', '\x80', '\xff', '"', '{', '}', '[', ']', ',', '-', '9', '\n'};
        return below(2) == 0 ? static_cast<char>(below(256)) : edges[below(sizeof edges)];
    }

    /** Part of a seed, or of the text itself. */
    std::string piece(const std::string& text) {
        const std::string& from = below(2) == 0 ? text : seeds_[below(seeds_.size())];
        const auto start = below(from.size() + 1);
        return from.substr(start, below(std::size_t{1} << below(9)));
    }

    void change(std::string& text) {
        const auto at = below(text.size() + 1);
        const auto count = std::min(below(std::size_t{1} << below(7)), text.size() - at);
        switch (below(7)) {
        case 0:
            if (at < text.size()) text[at] = byte();
            break;
        case 1:
            if (at < text.size()) text[at] = static_cast<char>(text[at] ^ (1 << below(8)));
            break;
        case 2:
            text.erase(at, count);
            break;
        case 3:
            text.insert(at, piece(text));
            break;
        case 4:
            text.replace(at, count, piece(text));
            break;
        case 5:
            text.insert(at, 1 + below(16), byte());
            break;
        default:
            number(text, at);
        }
    }

    /** A number in the text gets a new digit, or bytes the largest values that a field of a header can have. */
    void number(std::string& text, std::size_t at) {
        const auto digit = text.find_first_of("0123456789", at);
        if (below(2) == 0 && digit != std::string::npos)
            text.insert(digit, std::to_string(random_() >> below(64)));
        else
            for (auto width = std::min(std::size_t{1} << below(4), text.size() - at); width > 0; --width)
                text[at + width - 1] = below(8) == 0 ? byte() : '\xff';
    }

    std::vector<std::string> seeds_;
    std::mt19937_64 random_{20240611};
};

void run(std::string text) {
    input = std::move(text);
    const auto start = std::clock();
    (void)LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
    const auto seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    require(seconds < longestRunSeconds, "no input keeps the program busy for long");
}

} // namespace

int main(int argc, char** argv) try {
    require(argc >= 3, "there are arguments: RUNS SEED ...");
    failedName = fs::path(argv[0]).filename().string() + ".failed";
    for (const int signal : {SIGABRT, SIGFPE, SIGILL, SIGSEGV})
        std::signal(signal, keepInput);
    const auto seeds = readSeeds(argc - 2, argv + 2);
    for (const auto& seed : seeds)
        run(seed);
    Mutator mutator(seeds);
    const int runs = std::stoi(argv[1]);
    for (int i = 0; i < runs; ++i)
        run(mutator.next());
    std::printf("%zu seeds and %d inputs made of them\n", seeds.size(), runs);
    return 0;
} catch (const std::exception& error) {
    require(false, "nothing but the faults that are announced is thrown", error.what());
    return 1;
}

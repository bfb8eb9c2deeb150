// SPDX-License-Identifier: GPL-3.0-or-later
// patch_lv2_ttl BUNDLE URI: puts right the TTL files of an LV2 bundle that JUCE has just written, and adds that of the
// presets. See TtlPatch.h and TtlPresets.h.
#include "TtlPatch.h"
#include "TtlPresets.h"

#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <stdexcept>

namespace {

std::string readFile(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    if (!file || !text) throw std::runtime_error("cannot read " + path.string());
    return text.str();
}

void writeFile(const std::filesystem::path& path, const std::string& text) {
    std::ofstream file(path, std::ios::binary);
    file << text;
    file.close();
    if (!file) throw std::runtime_error("cannot write " + path.string());
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::cerr << "usage: patch_lv2_ttl BUNDLE URI\n";
        return 2;
    }
    try {
        const std::filesystem::path bundle = argv[1];
        const auto dsp = phonostage::lv2::patchedDsp(readFile(bundle / "dsp.ttl"), argv[2]);
        const auto manifest = phonostage::lv2::patchedManifest(readFile(bundle / "manifest.ttl"), argv[2]);
        const auto ui = phonostage::lv2::patchedUi(readFile(bundle / "ui.ttl"));
        writeFile(bundle / "presets.ttl", phonostage::lv2::presetsTtl(argv[2]));
        writeFile(bundle / "dsp.ttl", dsp);
        writeFile(bundle / "manifest.ttl", manifest);
        writeFile(bundle / "ui.ttl", ui);
    } catch (const std::exception& error) {
        std::cerr << "patch_lv2_ttl: " << error.what() << '\n';
        return 1;
    }
    return 0;
}

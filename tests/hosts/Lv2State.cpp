// SPDX-License-Identifier: GPL-3.0-or-later
// lv2_state BUNDLE FOLDER [KEY=VALUE ...]: runs the plugin with these parameters, each in its own unit, and keeps its
// state in the folder, for other hosts to load.
#include "hosts/Lv2Host.h"

#include <exception>
#include <filesystem>
#include <iostream>
#include <locale>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

using namespace phonostage::tests;

namespace {

void set(Lv2Instance& instance, const std::string& argument) {
    const auto equals = argument.find('=');
    std::istringstream stream(equals == std::string::npos ? "" : argument.substr(equals + 1));
    stream.imbue(std::locale::classic());
    float value = 0.0F;
    if (!(stream >> value)) throw std::runtime_error("\"" + argument + "\" is not KEY=VALUE");
    instance.setParameter(argument.substr(0, equals), value);
}

} // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    if (arguments.size() < 2) {
        std::cerr << "usage: lv2_state BUNDLE FOLDER [KEY=VALUE ...]\n";
        return 2;
    }
    try {
        const Lv2World world(arguments[0]);
        if (world.plugin() == nullptr) throw std::runtime_error("no plugin in " + arguments[0]);
        constexpr int blockFrames = 256;
        Lv2Instance instance(world, 48000.0, blockFrames);
        for (std::size_t i = 2; i < arguments.size(); ++i)
            set(instance, arguments[i]);
        std::vector<std::vector<float>> silence(2, std::vector<float>(blockFrames));
        instance.run(silence, 0, blockFrames);
        std::filesystem::create_directories(arguments[1]);
        instance.saveStateTo(arguments[1]);
    } catch (const std::exception& error) {
        std::cerr << "lv2_state: " << error.what() << '\n';
        return 1;
    }
    return 0;
}

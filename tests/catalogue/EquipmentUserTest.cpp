// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalogue/UserCatalogue.h"
#include "support/Catch.h"
#include "support/ChildProcess.h"
#include "support/SwappedPlace.h"
#include "support/TemporaryFolder.h"

#include <atomic>
#include <cstdlib>
#include <thread>
#include <vector>

#ifndef _WIN32
#include <sys/stat.h>
#endif

using namespace phonostage;
using namespace phonostage::catalogue;
using namespace phonostage::tests;

namespace {

std::string cartridgeFile(const std::string& id, const std::string& name, double millivolts = 5.0) {
    return R"({"schema": 1, "sources": {"me": {"title": "my own meter"}}, "cartridges": [{"id": ")" + id +
           R"(", "maker": "Mine", "name": ")" + name + R"(", "kind": "mm", "output_mv": )" +
           std::to_string(millivolts) +
           R"(, "velocity_cm_s": 5, "velocity_kind": "peak", "inductance_mh": 480, "resistance_ohm": 700,
              "load_ohm": 47000, "load_pf_min": null, "load_pf_max": null, "status": "unconfirmed", "source": "me"}]})";
}

std::string interfaceFile(const std::string& id, const std::string& name) {
    return R"({"schema": 1, "sources": {"me": {"title": "my own meter"}}, "interfaces": [{"id": ")" + id +
           R"(", "maker": "Mine", "name": ")" + name + R"(", "status": "unconfirmed", "source": "me", "inputs": [
              {"id": "line", "name": "Line", "kind": "line", "full_scale_dbv": 1.5, "gain_min_db": 0, "gain_max_db": 0,
               "impedance_ohm": 22000, "capacitance_pf": 50}]}]})";
}

std::size_t factoryInterfaces() { return catalogue::factoryEquipment().interfaces.size(); }

std::size_t factoryCartridges() { return catalogue::factoryEquipment().cartridges.size(); }

/** One problem that names all this; the factory's lists alone. */
void checkLeftOut(const catalogue::Equipment& lists, const std::vector<std::string>& inProblem) {
    CHECK(lists.interfaces.size() == factoryInterfaces());
    CHECK(lists.cartridges.size() == factoryCartridges());
    REQUIRE(lists.problems.size() == 1);
    CAPTURE(lists.problems.front());
    for (const std::string& part : inProblem)
        CHECK(lists.problems.front().find(part) != std::string::npos);
}

} // namespace

TEST_CASE("Without files of the user's there are the factory's lists and no problem") {
    const TemporaryFolder folder;
    for (const auto& place : {folder.path(), folder / "nowhere", std::filesystem::path()}) {
        const catalogue::Equipment lists = catalogue::loadEquipment(place);
        CHECK(lists.interfaces.size() == factoryInterfaces());
        CHECK(lists.cartridges.size() == factoryCartridges());
        CHECK(lists.problems.empty());
    }
    // No folder is not the folder where the program happens to run.
    const auto before = std::filesystem::current_path();
    writeBytes(folder / "cartridges.json", cartridgeFile("mine", "My Own"));
    std::filesystem::current_path(folder.path());
    const catalogue::Equipment lists = catalogue::loadEquipment({});
    std::filesystem::current_path(before);
    CHECK(lists.cartridges.size() == factoryCartridges());
}

TEST_CASE("The user's entries come after the factory's") {
    const TemporaryFolder folder;
    writeBytes(folder / "cartridges.json", cartridgeFile("mine", "My Own", 6.25));
    writeBytes(folder / "interfaces.json", interfaceFile("mine", "My Box"));
    const catalogue::Equipment lists = catalogue::loadEquipment(folder.path());
    CHECK(lists.problems.empty());
    REQUIRE(lists.cartridges.size() == factoryCartridges() + 1);
    CHECK(lists.cartridges.back().fromUser);
    CHECK(lists.cartridges.back().outputMv == 6.25);
    CHECK(lists.cartridges.back().source == "my own meter");
    CHECK(catalogue::findCartridge(lists.cartridges, "mine my own") == &lists.cartridges.back());
    CHECK(catalogue::findCartridge("mine") == nullptr);
    REQUIRE(lists.interfaces.size() == factoryInterfaces() + 1);
    CHECK(lists.interfaces.back().fromUser);
    CHECK(catalogue::findInput(*catalogue::findInterface(lists.interfaces, "mine"), "line")->impedanceOhm == 22e3);
}

TEST_CASE("A user's entry with a factory id takes its place") {
    const TemporaryFolder folder;
    writeBytes(folder / "cartridges.json", cartridgeFile("ortofon_2m_red", "2M Red", 5.1));
    const catalogue::Equipment lists = catalogue::loadEquipment(folder.path());
    CHECK(lists.problems.empty());
    REQUIRE(lists.cartridges.size() == factoryCartridges());
    const catalogue::CartridgeEntry* red = catalogue::findCartridge(lists.cartridges, "ortofon_2m_red");
    REQUIRE(red);
    CHECK(red->fromUser);
    CHECK(red->outputMv == 5.1);
    CHECK(red - lists.cartridges.data() ==
          catalogue::findCartridge("ortofon_2m_red") - catalogue::factoryEquipment().cartridges.data());
    CHECK(catalogue::findCartridge("ortofon_2m_red")->outputMv == 5.5);
}

TEST_CASE("A file with a fault is left out whole, with a sentence that says what is wrong") {
    const TemporaryFolder folder;
    const auto file = folder / "cartridges.json";
    SECTION("no JSON") {
        writeBytes(file, "{\"schema\": 1,");
        checkLeftOut(catalogue::loadEquipment(folder.path()), {file.string(), "truncated"});
    }
    SECTION("empty") {
        writeBytes(file, "");
        checkLeftOut(catalogue::loadEquipment(folder.path()), {file.string()});
    }
    SECTION("a field out of range") {
        writeBytes(file, cartridgeFile("mine", "My Own", 500.0));
        checkLeftOut(catalogue::loadEquipment(folder.path()), {file.string(), "'mine'", "'output_mv'", "check"});
    }
    SECTION("the name of a factory entry under another id") {
        writeBytes(file, cartridgeFile("mine", "2m red"));
        checkLeftOut(catalogue::loadEquipment(folder.path()),
                     {file.string(), "'mine'", "'name'", "'ortofon_2m_red'", "choose"});
    }
    SECTION("interfaces where cartridges should be") {
        writeBytes(file, interfaceFile("mine", "My Box"));
        checkLeftOut(catalogue::loadEquipment(folder.path()), {file.string(), "'interfaces'"});
    }
    SECTION("too large") {
        writeBytes(file, cartridgeFile("mine", "My Own") + std::string(catalogue::maxCatalogueBytes, ' '));
        checkLeftOut(catalogue::loadEquipment(folder.path()), {file.string(), "1 MiB", "shorten"});
    }
    SECTION("a folder of that name") {
        std::filesystem::create_directories(file);
        checkLeftOut(catalogue::loadEquipment(folder.path()), {file.string(), "folder", "remove"});
    }
}

TEST_CASE("A fault in one file leaves the other one standing") {
    const TemporaryFolder folder;
    writeBytes(folder / "cartridges.json", "[]");
    writeBytes(folder / "interfaces.json", interfaceFile("mine", "My Box"));
    const catalogue::Equipment lists = catalogue::loadEquipment(folder.path());
    CHECK(lists.interfaces.size() == factoryInterfaces() + 1);
    CHECK(lists.cartridges.size() == factoryCartridges());
    CHECK(lists.problems.size() == 1);
}

TEST_CASE("A file of just the largest size is read") {
    const TemporaryFolder folder;
    std::string text = cartridgeFile("mine", "My Own");
    text.resize(catalogue::maxCatalogueBytes, ' ');
    writeBytes(folder / "cartridges.json", text);
    CHECK(catalogue::loadEquipment(folder.path()).cartridges.size() == factoryCartridges() + 1);
}

TEST_CASE("The lists in use can be loaded again while others hold on to the old ones") {
    const TemporaryFolder folder;
    const auto before = catalogue::reloadEquipment(folder.path());
    CHECK(catalogue::equipment() == before);
    writeBytes(folder / "cartridges.json", cartridgeFile("mine", "My Own"));
    CHECK(catalogue::equipment() == before);
    const auto after = catalogue::reloadEquipment(folder.path());
    CHECK(catalogue::equipment() == after);
    CHECK(after != before);
    CHECK(before->cartridges.size() == factoryCartridges());
    CHECK(after->cartridges.size() == factoryCartridges() + 1);

    std::atomic<int> sound{0};
    std::vector<std::thread> readers;
    for (int i = 0; i < 4; ++i)
        readers.emplace_back([&] {
            for (int k = 0; k < 200; ++k)
                if (catalogue::equipment()->cartridges.size() == factoryCartridges() + 1) ++sound;
        });
    for (int k = 0; k < 20; ++k)
        (void)catalogue::reloadEquipment(folder.path());
    for (std::thread& reader : readers)
        reader.join();
    CHECK(sound == 800);
}

#ifndef _WIN32

TEST_CASE("A pipe or a device in the place of a catalogue is a problem that keeps nobody waiting") {
    const TemporaryFolder folder;
    const auto file = folder / "cartridges.json";
    SECTION("a pipe") { REQUIRE(::mkfifo(file.c_str(), 0600) == 0); }
    SECTION("an endless device") { std::filesystem::create_symlink("/dev/zero", file); }
    SECTION("links in a circle") { std::filesystem::create_symlink("cartridges.json", file); }
    REQUIRE(inChild([&] { return catalogue::loadEquipment(folder.path()).problems.size() == 1 ? 0 : 1; }) == 0);
    checkLeftOut(catalogue::loadEquipment(folder.path()), {file.string(), ": "});
}

TEST_CASE("A pipe that takes a catalogue's place at the last moment keeps nobody waiting") {
    const TemporaryFolder folder;
    const SwappedPlace place(folder.path(), "cartridges.json", cartridgeFile("mine", "My Own"));
    CHECK(inChild([&] {
              const bool good = lookAgainAndAgain(
                  [&] {
                      const catalogue::Equipment lists = catalogue::loadEquipment(folder.path());
                      if (lists.problems.size() + lists.cartridges.size() != factoryCartridges() + 1)
                          return Look::neither;
                      return lists.problems.empty() ? Look::file : Look::refused;
                  },
                  500);
              return good ? 0 : 1;
          }) == 0);
}

TEST_CASE("The user's folder is the one where the app keeps its settings") {
    const TemporaryFolder folder;
    ::setenv("HOME", (folder / "home").c_str(), 1);
    ::unsetenv("XDG_CONFIG_HOME");
#ifdef __APPLE__
    CHECK(catalogue::userFolder() == folder / "home" / "Library" / "Application Support" / "Phonostage");
#else
    CHECK(catalogue::userFolder() == folder / "home" / ".config" / "Phonostage");
    ::setenv("XDG_CONFIG_HOME", (folder / "config").c_str(), 1);
    CHECK(catalogue::userFolder() == folder / "config" / "Phonostage");
    ::setenv("XDG_CONFIG_HOME", "relative", 1);
    CHECK(catalogue::userFolder() == folder / "home" / ".config" / "Phonostage");
    ::unsetenv("XDG_CONFIG_HOME");
#endif
    ::unsetenv("HOME");
    CHECK(catalogue::userFolder().empty());
}

#endif

// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/files/BoundedFile.h"
#include "support/Catch.h"
#include "support/ChildProcess.h"
#include "support/Says.h"
#include "support/SwappedPlace.h"
#include "support/TemporaryFolder.h"

#include <string>

#ifndef _WIN32
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#endif

using namespace phonostage;
using namespace phonostage::base;
using namespace phonostage::tests;
namespace fs = std::filesystem;
using Kind = FileFault::Kind;

namespace {

base::FileFault faultOf(const fs::path& file, std::size_t mostBytes = 100) {
    const auto read = base::readBoundedFile(file, mostBytes);
    const auto* fault = std::get_if<base::FileFault>(&read);
    REQUIRE(fault != nullptr);
    CHECK_THAT(fault->message, says(file.filename().string().substr(0, 100)));
    CHECK(fault->message.find('\n') == std::string::npos);
    return *fault;
}

} // namespace

TEST_CASE("A file is read whole up to its limit, and not beyond", "[params]") {
    const TemporaryFolder folder;
    const auto file = folder / "file";
    const std::string bytes("a\0\r\n\xff\x1a", 6);
    for (const auto& text : {std::string(), bytes, std::string(100, 'x')}) {
        writeBytes(file, text);
        const auto read = base::readBoundedFile(file, 100);
        REQUIRE(std::holds_alternative<std::string>(read));
        CHECK(std::get<std::string>(read) == text);
    }
    for (const std::size_t size : {101U, 102U, 5000000U}) {
        writeBytes(file, std::string(size, 'x'));
        CHECK(faultOf(file).kind == Kind::tooLarge);
    }
    CHECK_THAT(faultOf(file).message, says("larger than 100 bytes: shorten"));
    CHECK_THAT(faultOf(file, 65536).message, says("larger than 64 KiB"));
    CHECK_THAT(faultOf(file, 1024 * 1024).message, says("larger than 1 MiB"));
}

TEST_CASE("What is no file is said to be what it is", "[params]") {
    const TemporaryFolder folder;
    CHECK(faultOf(folder / "nowhere").kind == Kind::missing);
    CHECK_THAT(faultOf(folder / "nowhere").message, says("does not exist"));
    fs::create_directory(folder / "folder");
    CHECK(faultOf(folder / "folder").kind == Kind::notRegular);
    CHECK_THAT(faultOf(folder / "folder").message, says("is a folder") && says("remove"));
    CHECK(faultOf(folder / std::string(5000, 'n')).kind == Kind::unreadable);
}

#ifndef _WIN32

TEST_CASE("Pipes, devices, sockets and links that lead nowhere keep nobody waiting", "[params]") {
    const TemporaryFolder folder;
    REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
    for (const char* device : {"zero", "full", "null"})
        fs::create_symlink(std::string("/dev/") + device, folder / device);
    fs::create_symlink("nothing", folder / "dangling");
    fs::create_symlink("loop", folder / "loop");
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string name = folder / "socket";
    REQUIRE(name.size() < sizeof address.sun_path);
    name.copy(address.sun_path, name.size());
    const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
    REQUIRE(::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);

    for (const char* special : {"pipe", "zero", "full", "null", "socket"}) {
        CHECK(inChild([&] {
                  const auto read = base::readBoundedFile(folder / special, 100);
                  const auto* fault = std::get_if<base::FileFault>(&read);
                  return fault != nullptr && fault->kind == Kind::notRegular ? 0 : 1;
              }) == 0);
        CHECK_THAT(faultOf(folder / special).message, says("not a regular file"));
    }
    ::close(socket);
    CHECK_THAT(faultOf(folder / "pipe").message, says("is a pipe"));
    CHECK_THAT(faultOf(folder / "zero").message, says("is a device"));
    CHECK(faultOf(folder / "dangling").kind == Kind::missing);
    CHECK(faultOf(folder / "loop").kind == Kind::unreadable);
    CHECK_THAT(faultOf(folder / "loop").message, says("cannot be opened") && says("link"));
}

TEST_CASE("A file that one may not read is told, root's rights or not", "[params]") {
    const TemporaryFolder folder;
    writeBytes(folder / "secret", "x");
    REQUIRE(::chmod((folder / "secret").c_str(), 0000) == 0);
    CHECK(inChild([&] {
              if (!becomeNobody()) return 77;
              const auto read = base::readBoundedFile(folder / "secret", 100);
              const auto* fault = std::get_if<base::FileFault>(&read);
              if (fault == nullptr || fault->kind != Kind::unreadable) return 1;
              return fault->message.find("check its permissions") == std::string::npos ? 2 : 0;
          }) == 0);
}

TEST_CASE("A pipe that takes a file's place at the last moment keeps nobody waiting", "[params]") {
    const TemporaryFolder folder;
    const SwappedPlace place(folder.path(), "file", "bytes");
    CHECK(inChild([&] {
              const bool good = lookAgainAndAgain(
                  [&] {
                      const auto read = base::readBoundedFile(folder / "file", 100);
                      if (const auto* text = std::get_if<std::string>(&read))
                          return *text == "bytes" ? Look::file : Look::neither;
                      return std::get<base::FileFault>(read).kind == Kind::notRegular ? Look::refused : Look::neither;
                  },
                  50000);
              return good ? 0 : 1;
          }) == 0);
}

#endif

#ifdef __linux__

TEST_CASE("A file whose size is not known beforehand is read all the same", "[params]") {
    const auto read = base::readBoundedFile("/proc/self/status", 100000);
    REQUIRE(std::holds_alternative<std::string>(read));
    CHECK_THAT(std::get<std::string>(read), says("Umask:"));
    CHECK(faultOf("/proc/self/status", 10).kind == Kind::tooLarge);
}

#endif

// What ports/files.hpp promises, checked on the real files and on the fake.
#include "platform/local_files.hpp"
#include "support/error_of.hpp"
#include "support/fake_files.hpp"
#include "support/scratch_folder.hpp"

#include <execassist/ports/files.hpp>

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>
#include <sys/stat.h>

namespace execassist::testing {
namespace {

using Lines = std::vector<std::pair<std::string, bool>>;

struct FilesBench {
  Files& files;
  std::string folder;
  std::function<void(const std::string& path)> open_to_writers;
  std::function<void(const std::string& path)> open_to_readers;

  std::string make(const std::string& name, const std::string& content) const {
    const std::string path = folder + "/" + name;
    CHECK(files.create(path, content));
    return path;
  }
};

void check_reading(const FilesBench& bench) {
  const std::string path = bench.make("file", "12345");
  CHECK(bench.files.read(path, 5) == "12345");
  CHECK(bench.files.read_regular(path, 5) == "12345");
  CHECK(error_of([&] { bench.files.read_regular(path, 4); })->kind() == ErrorKind::failed);
  CHECK(error_of([&] { bench.files.read_regular(path + "x", 5); })->kind() == ErrorKind::failed);
  CHECK(error_of([&] { bench.files.read(path, 4); })->kind() == ErrorKind::failed);
  CHECK(error_of([&] { bench.files.read(path + "x", 5); })->kind() == ErrorKind::failed);
  CHECK(error_of([&] {
          bench.files.each_line(path + "x", 5, [](std::string_view, bool) { return true; });
        })->kind() == ErrorKind::failed);
}

void check_creating(const FilesBench& bench) {
  const std::string path = bench.folder + "/new/file";
  CHECK_FALSE(bench.files.exists(path));
  CHECK(bench.files.create(path, "first"));
  CHECK(bench.files.exists(path));
  CHECK_FALSE(bench.files.create(path, "second"));
  CHECK(bench.files.read(path, 100) == "first");
  CHECK_NOTHROW(bench.files.require_safe_modes(path, true));
}

void check_folders(const FilesBench& bench) {
  const std::string file = bench.make("folder/file", "x");
  CHECK(bench.files.is_folder(bench.folder + "/folder"));
  CHECK(bench.files.is_folder(bench.folder + "/folder/"));
  CHECK(bench.files.exists(bench.folder + "/folder"));
  CHECK_FALSE(bench.files.is_folder(file));
  CHECK_FALSE(bench.files.is_folder(bench.folder + "/fold"));
  CHECK_FALSE(bench.files.is_folder(file + "/below"));
}

void check_lines(const FilesBench& bench) {
  const struct {
    std::string name;
    std::string content;
    Lines expected;
  } cases[] = {
      {"empty", "", {}},
      {"blank", "\n\n", {{"", false}, {"", false}}},
      {"open", "one\ntwo", {{"one", false}, {"two", false}}},
      {"crlf", "12345\r\ntwo\r\n", {{"12345", false}, {"two", false}}},
      {"long", "123456789\nnext", {{"12345", true}, {"next", false}}},
      {"last", "one\n123456", {{"one", false}, {"12345", true}}},
  };
  for (const auto& one : cases) {
    CAPTURE(one.name);
    Lines lines;
    bench.files.each_line(bench.make(one.name, one.content), 5,
                          [&](std::string_view line, bool cut) {
                            lines.emplace_back(line, cut);
                            return true;
                          });
    CHECK(lines == one.expected);
  }
  int seen = 0;
  bench.files.each_line(bench.make("many", "1\n2\n3\n"), 5,
                        [&](std::string_view, bool) { return ++seen < 2; });
  CHECK(seen == 2);
}

void check_modes(const FilesBench& bench) {
  const std::string read = bench.make("read", "x");
  bench.open_to_readers(read);
  CHECK_NOTHROW(bench.files.require_safe_modes(read, false));
  const auto secret = error_of([&] { bench.files.require_safe_modes(read, true); });
  REQUIRE(secret);
  CHECK(secret->kind() == ErrorKind::configuration);
  CHECK(secret->message() == read + ": mode 0644 lets others read the secret in it");
  CHECK(secret->hint() == "chmod 600 " + read);

  const std::string written = bench.make("written", "x");
  bench.open_to_writers(written);
  const auto write = error_of([&] { bench.files.require_safe_modes(written, false); });
  REQUIRE(write);
  CHECK(write->kind() == ErrorKind::configuration);
  CHECK(write->message() == written + ": mode 0666 lets others write it");
  CHECK(write->hint() == "chmod go-w " + written);
  CHECK(error_of([&] { bench.files.require_safe_modes(read + "x", false); })->kind() ==
        ErrorKind::failed);
}

void check_locks(const FilesBench& bench) {
  const std::string path = bench.folder + "/locks/run.lock";
  auto first = bench.files.try_lock(path);
  REQUIRE(first);
  CHECK_FALSE(bench.files.try_lock(path));
  CHECK(bench.files.try_lock(path + "2"));
  first.reset();
  CHECK(bench.files.try_lock(path));
}

void check_room(const FilesBench& bench) {
  const std::string path = bench.make("room", "x");
  CHECK(bench.files.bytes_left(path).value_or(0) > 0);
  CHECK(bench.files.bytes_left(bench.folder).value_or(0) > 0);
  CHECK_FALSE(bench.files.bytes_left(path + "x"));
}

void check_files(const FilesBench& bench) {
  SUBCASE("reads") { check_reading(bench); }
  SUBCASE("creates and never overwrites") { check_creating(bench); }
  SUBCASE("knows folders") { check_folders(bench); }
  SUBCASE("gives lines") { check_lines(bench); }
  SUBCASE("judges modes") { check_modes(bench); }
  SUBCASE("locks") { check_locks(bench); }
  SUBCASE("knows the room that is left") { check_room(bench); }
}

TEST_CASE("contract: the files of this machine") {
  const ScratchFolder folder;
  platform::LocalFiles files;
  check_files({files, folder.path(), [](const std::string& path) { ::chmod(path.c_str(), 0666); },
               [](const std::string& path) { ::chmod(path.c_str(), 0644); }});
}

TEST_CASE("contract: the fake files") {
  FakeFiles files;
  check_files({files, "/home/ada",
               [&](const std::string& path) { files.open_to_writers.insert(path); },
               [&](const std::string& path) { files.open_to_readers.insert(path); }});
}

}  // namespace
}  // namespace execassist::testing

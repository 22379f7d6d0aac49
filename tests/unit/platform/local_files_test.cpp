#include "platform/local_files.hpp"

#include "platform/file_descriptor.hpp"
#include "platform/full_write.hpp"
#include "support/error_of.hpp"
#include "support/scratch_folder.hpp"

#include <array>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace execassist::platform {
namespace {

using testing::content_of;
using testing::error_of;
using testing::ScratchFolder;

using Lines = std::vector<std::pair<std::string, bool>>;

Lines lines_of(const std::string& path, std::size_t longest) {
  Lines result;
  LocalFiles files;
  files.each_line(path, longest, [&](std::string_view line, bool cut) {
    result.emplace_back(line, cut);
    return true;
  });
  return result;
}

mode_t mode_of(const std::string& path) {
  struct stat found {};
  REQUIRE(::lstat(path.c_str(), &found) == 0);
  return found.st_mode & 07777;
}

// stdin is `content` until the end of the scope.
class StandardInput {
 public:
  explicit StandardInput(const std::string& content) : kept_(::dup(0)) {
    std::array<int, 2> ends{};
    REQUIRE(::pipe(ends.data()) == 0);
    write_fully(ends[1], content);
    ::close(ends[1]);
    ::dup2(ends[0], 0);
    ::close(ends[0]);
  }
  StandardInput(const StandardInput&) = delete;
  StandardInput& operator=(const StandardInput&) = delete;
  ~StandardInput() { ::dup2(kept_.get(), 0); }

 private:
  FileDescriptor kept_;
};

TEST_CASE("read gives the bytes as they are, up to a limit") {
  const ScratchFolder folder;
  LocalFiles files;
  const std::string content("a\0b\r\n\xff", 6);
  const std::string path = folder.write("file", content);
  CHECK(files.read(path, 6) == content);
  CHECK(files.read(folder.write("empty", ""), 0).empty());

  const auto too_large = error_of([&] { files.read(path, 5); });
  REQUIRE(too_large);
  CHECK(too_large->kind() == ErrorKind::failed);
  CHECK(too_large->message() == path + ": larger than 5 bytes");
  const std::string big = folder.write("big", std::string((1U << 20U) + 1, 'x'));
  CHECK(error_of([&] { files.read(big, 1U << 20U); })->message() == big + ": larger than 1 MiB");
}

TEST_CASE("read refuses what is no file, and endless ones") {
  const ScratchFolder folder;
  LocalFiles files;
  const struct {
    std::string path;
    std::string message;
  } cases[] = {
      {folder.at("missing"), folder.at("missing") + ": no such file or directory"},
      {folder.path(), folder.path() + ": is a folder"},
      {folder.write("file", "x") + "/below", folder.at("file") + "/below: not a directory"},
      {"/dev/zero", "/dev/zero: larger than 1 MiB"},
      {"", ": no such file or directory"},
      {folder.at("new\nline"), folder.at("new line") + ": no such file or directory"},
  };
  for (const auto& one : cases) {
    CAPTURE(one.path);
    const auto error = error_of([&] { files.read(one.path, 1U << 20U); });
    REQUIRE(error);
    CHECK(error->kind() == ErrorKind::failed);
    CHECK(error->message() == one.message);
  }
}

TEST_CASE("read_regular never waits: pipes and devices are refused, links followed") {
  const ScratchFolder folder;
  LocalFiles files;
  const auto refusal = [&](const std::string& path) {
    return error_of([&] { files.read_regular(path, 100); }).value().message();
  };
  const std::string pipe = folder.at("pipe");
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  CHECK(refusal(pipe) == pipe + ": is no regular file");
  CHECK(refusal("/dev/zero") == "/dev/zero: is no regular file");
  CHECK(refusal(folder.at("")).find("is a folder") != std::string::npos);
  const std::string file = folder.write("file", "x");
  REQUIRE(::symlink(file.c_str(), folder.at("link").c_str()) == 0);
  CHECK(files.read_regular(folder.at("link"), 100) == "x");
}

TEST_CASE("lines come without their line break, and long ones are cut") {
  const ScratchFolder folder;
  const struct {
    std::string content;
    std::size_t longest;
    Lines expected;
  } cases[] = {
      {"", 10, {}},
      {"\n", 10, {{"", false}}},
      {"one\ntwo", 10, {{"one", false}, {"two", false}}},
      {"one\r\ntwo\r\n", 10, {{"one", false}, {"two", false}}},
      {"a\rb\n", 10, {{"a\rb", false}}},
      {"12345\n123456\nnext\n", 5, {{"12345", false}, {"12345", true}, {"next", false}}},
      {"12345\r\n123456\r\n", 5, {{"12345", false}, {"12345", true}}},
      {"12345\rx\n", 5, {{"12345", true}}},
      {"123456789", 5, {{"12345", true}}},
      {"x\n\n", 0, {{"", true}, {"", false}}},
      {"one", std::numeric_limits<std::size_t>::max(), {{"one", false}}},
      {std::string("a\0b\n", 4), 10, {{std::string("a\0b", 3), false}}},
  };
  for (const auto& one : cases) {
    CAPTURE(one.content);
    CHECK(lines_of(folder.write("file", one.content), one.longest) == one.expected);
  }
  // Over more than one block, with a line break on its edge.
  const std::string block(64 * 1024 - 1, 'x');
  const Lines lines = lines_of(folder.write("blocks", block + "\nlast\n"), 100'000);
  CHECK(lines == Lines{{block, false}, {"last", false}});
  const Lines cut = lines_of(folder.write("long", block + block + block + "\nlast\n"), 10);
  CHECK(cut == Lines{{"xxxxxxxxxx", true}, {"last", false}});
}

TEST_CASE("lines come from stdin, and stop when told to") {
  const StandardInput input("one\ntwo\nthree\n");
  Lines seen;
  LocalFiles files;
  files.each_line("-", 10, [&](std::string_view line, bool cut) {
    seen.emplace_back(line, cut);
    return seen.size() < 2;
  });
  CHECK(seen == Lines{{"one", false}, {"two", false}});
  CHECK(error_of([&] { lines_of("/nowhere/file", 10); })->kind() == ErrorKind::failed);
  CHECK(error_of([&] { lines_of("/tmp", 10); })->message() == "/tmp: is a folder");
}

TEST_CASE("create makes private files and folders, and never overwrites") {
  const ScratchFolder folder;
  LocalFiles files;
  const std::string path = folder.at("new/deeper/config.yaml");
  CHECK_FALSE(files.exists(path));
  CHECK(files.create(path, "first"));
  CHECK(files.exists(path));
  CHECK(mode_of(path) == 0600);
  CHECK(mode_of(folder.at("new")) == 0700);
  CHECK(mode_of(folder.at("new/deeper")) == 0700);
  CHECK_FALSE(files.create(path, "second"));
  CHECK(content_of(path) == "first");

  REQUIRE(::symlink(folder.at("elsewhere").c_str(), folder.at("link").c_str()) == 0);
  CHECK_FALSE(files.create(folder.at("link"), "x"));
  CHECK_FALSE(files.exists(folder.at("elsewhere")));

  const auto error = error_of([&] { files.create(path + "/below", "x"); });
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::failed);
  CHECK(files.exists("/"));
  CHECK_FALSE(files.exists(path + "/below"));
}

}  // namespace
}  // namespace execassist::platform

#include "context/file_source.hpp"

#include "support/scratch_folder.hpp"

#include <filesystem>

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace execassist::context {
namespace {

using testing::ScratchFolder;

ContextSettings of(const std::string& path) {
  ContextSettings settings;
  settings.name = "budget";
  settings.label = "Bud\x1b[31mget";
  settings.path = path;
  return settings;
}

ContextItem read(const ContextSettings& settings) { return FileSource(settings).fetch({}); }

TEST_CASE("a file: its names, its age and what it says") {
  const ScratchFolder folder;
  const std::string path = folder.write("a b\x1b[2J.csv", "x,y\n1,2\n", 0644);
  const timespec times[2] = {{1'700'000'000, 0}, {1'700'000'000, 999'999'999}};
  REQUIRE(::utimensat(AT_FDCWD, path.c_str(), times, 0) == 0);
  FileSource source(of(path));
  CHECK_FALSE(source.depends_on_meeting());
  const ContextItem item = source.fetch({});
  CHECK(item.source == "budget");
  CHECK(item.label == "Budget");
  CHECK(item.origin == "a b.csv");
  CHECK(item.as_of == Instant{Seconds{1'700'000'000}});
  CHECK(item.problem.empty());
  CHECK(item.table.rows == std::vector<std::vector<std::string>>{{"1", "2"}});
  // The format goes before the name; the file is read anew each time.
  ContextSettings as_text = of(path);
  as_text.format = "text";
  CHECK(read(as_text).lines.size() == 2);
  folder.write("a b\x1b[2J.csv", "x,y\n3,4\n");
  CHECK(source.fetch({}).table.rows.front().front() == "3");
  // A link is what it points at: folders that are synchronised are full of them.
  std::filesystem::create_symlink(path, folder.at("link.csv"));
  CHECK(read(of(folder.at("link.csv"))).problem.empty());
}

TEST_CASE("what is not a file that can be read is a problem, at once") {
  const ScratchFolder folder;
  folder.write("large.csv", std::string(2000, 'x'));
  folder.write("exact.txt", std::string(1024, 'x'));
  folder.write("binary.txt", std::string("hunter2\xff\0", 9));
  folder.write("empty.csv", "");
  REQUIRE(::mkfifo(folder.at("fifo").c_str(), 0600) == 0);
  std::filesystem::create_symlink("loop", folder.at("loop"));
  std::filesystem::create_symlink("/dev/zero", folder.at("zero"));
  const struct {
    std::string path;
    std::string problem;
  } cases[] = {
      {folder.at("gone.csv"), "there is no such file"},
      {folder.at("gone/x.csv"), "there is no such file"},
      {folder.at("exact.txt/x"), "cannot be read: not a directory"},
      {folder.path(), "is a folder"},
      {folder.at("fifo"), "is not a regular file"},
      {folder.at("zero"), "is not a regular file"},
      {folder.at("loop"), "cannot be read: too many levels of symbolic links"},
      {folder.at("large.csv"), "is larger than 1 KiB"},
      {folder.at("binary.txt"), "is not UTF-8 text"},
      {folder.at("empty.csv"), "is empty"},
      {folder.at("exact.txt"), ""},
      {std::string(5000, 'x'), "cannot be read: file name too long"},
      {"", "there is no such file"},
  };
  for (const auto& one : cases) {
    CAPTURE(one.path);
    ContextSettings settings = of(one.path);
    settings.largest = 1024;
    const ContextItem item = read(settings);
    CHECK(item.problem == one.problem);
    CHECK(item.source == "budget");
    CHECK(item.lines.empty() == !one.problem.empty());
  }
}

TEST_CASE("a file whose modes keep us out is a problem") {
  if (::geteuid() == 0) return;  // nothing keeps root out
  const ScratchFolder folder;
  CHECK(read(of(folder.write("secret.csv", "a,b\n", 0000))).problem ==
        "cannot be read: permission denied");
}

}  // namespace
}  // namespace execassist::context

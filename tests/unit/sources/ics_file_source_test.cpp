#include "sources/ics_file_source.hpp"

#include <execassist/base/error.hpp>

#include <filesystem>
#include <fstream>
#include <string>

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace execassist;
using sources::IcsFileSource;
namespace fs = std::filesystem;

namespace {

class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "ics_file_source_XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~Folder() { fs::remove_all(path_); }

  std::string path(const std::string& name) const { return (path_ / name).string(); }

  std::string write(const std::string& name, const std::string& content) const {
    std::ofstream(path(name), std::ios::binary) << content;
    return path(name);
  }

 private:
  fs::path path_;
};

std::string calendar_with(const std::string& title) {
  return "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20260601T090000Z\nSUMMARY:" + title +
         "\nEND:VEVENT\nEND:VCALENDAR\n";
}

FetchRequest request(const std::string& cursor = "") {
  FetchRequest out;
  out.cursor = cursor;
  out.window = {*parse_rfc3339("2026-01-01T00:00:00Z"), *parse_rfc3339("2027-01-01T00:00:00Z")};
  return out;
}

Error failure_of(const std::string& path) {
  try {
    IcsFileSource(path, "").fetch(request());
  } catch (const Error& error) {
    return error;
  }
  return {ErrorKind::usage, "it was read"};
}

}  // namespace

TEST_CASE("a file is read, then skipped until it changes") {
  const Folder folder;
  const std::string path = folder.write("a.ics", calendar_with("One"));
  IcsFileSource source(path, "");
  const auto first = source.fetch(request());
  CHECK(first.complete);
  CHECK_FALSE(first.unchanged);
  REQUIRE(first.meetings.size() == 1);
  CHECK(first.meetings[0].title == "One");
  CHECK(first.content_hash.size() == 64);

  const auto second = source.fetch(request(first.cursor));
  CHECK(second.unchanged);
  CHECK(second.cursor == first.cursor);
  CHECK(second.meetings.empty());

  // Saved again with the same content: another cursor, nothing new.
  folder.write("b.ics", calendar_with("One"));
  fs::rename(folder.path("b.ics"), path);
  const auto third = source.fetch(request(first.cursor));
  CHECK(third.unchanged);
  CHECK(third.cursor != first.cursor);

  folder.write("b.ics", calendar_with("Two"));
  fs::rename(folder.path("b.ics"), path);
  const auto fourth = source.fetch(request(third.cursor));
  CHECK_FALSE(fourth.unchanged);
  CHECK(fourth.meetings.at(0).title == "Two");

  // Without a cursor the same file is expanded again.
  CHECK_FALSE(source.fetch(request()).unchanged);
  CHECK_FALSE(source.fetch(request("nonsense")).unchanged);
}

TEST_CASE("a file that is larger than a chunk is read whole") {
  const Folder folder;
  std::string body = "BEGIN:VCALENDAR\n";
  for (int i = 0; i < 8000; ++i) {
    body += "BEGIN:VEVENT\nUID:" + std::to_string(i) + "\nDTSTART:20260601T090000Z\nEND:VEVENT\n";
  }
  const std::string path = folder.write("large.ics", body + "END:VCALENDAR\n");
  CHECK(IcsFileSource(path, "").fetch(request()).meetings.size() == 8000);
}

TEST_CASE("what cannot be read says why and what to do") {
  const Folder folder;
  fs::create_directory(folder.path("folder"));
  REQUIRE(mkfifo(folder.path("fifo").c_str(), 0600) == 0);
  folder.write("page.html", "<!DOCTYPE html>\n");
  folder.write("half.ics", calendar_with("x").substr(0, 60));
  folder.write("empty.ics", "");
  REQUIRE(truncate(folder.write("huge.ics", "BEGIN").c_str(), 300L * 1024 * 1024) == 0);
  const std::vector<std::pair<std::string, std::string>> cases{
      {"missing.ics", "No such file"},      {"folder", "is a folder"},
      {"fifo", "is not a regular file"},    {"page.html", "is not an iCalendar file"},
      {"half.ics", "truncated or damaged"}, {"empty.ics", "it is empty"},
      {"huge.ics", "larger than 256 MiB"},
  };
  for (const auto& [name, why] : cases) {
    CAPTURE(name);
    const Error error = failure_of(folder.path(name));
    CHECK(error.kind() == ErrorKind::failed);
    CHECK(error.message().find(why) != std::string::npos);
    CHECK(error.message().find(folder.path(name)) != std::string::npos);
    CHECK_FALSE(error.hint().empty());
  }
}

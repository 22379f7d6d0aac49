#include "platform/sealing_key.hpp"

#include "platform/local_files.hpp"
#include "support/error_of.hpp"
#include "support/scratch_folder.hpp"

#include <execassist/base/encoding.hpp>

#include <filesystem>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>
#include <sys/stat.h>

namespace execassist::platform {
namespace {

using testing::content_of;
using testing::error_of;
using testing::ScratchFolder;

const std::string kKey(32, 'k');
const std::string kKeyLine = base64url(kKey) + "\n";

struct Fixture {
  ScratchFolder folder;
  LocalFiles files;
  std::string configuration = folder.at("config");
  std::string credentials = folder.at("credentials");
  SealingKeyFile key{files, configuration, credentials};
};

unsigned mode_of(const std::string& path) {
  struct stat found {};
  REQUIRE(::lstat(path.c_str(), &found) == 0);
  return found.st_mode & 07777U;
}

std::size_t files_in(const std::string& folder) {
  const std::filesystem::directory_iterator files(folder);
  return static_cast<std::size_t>(std::distance(begin(files), end(files)));
}

void check_refused(SealingKeyFile& key, const std::string& why) {
  for (const bool make : {false, true}) {
    const auto error = error_of([&] { key.get(make); });
    REQUIRE(error);
    CHECK(error->kind() == ErrorKind::configuration);
    CHECK(error->message().find(key.path()) != std::string::npos);
    CHECK(error->message().find(why) != std::string::npos);
    CHECK_FALSE(error->hint().empty());
    CHECK(error->message().find(kKeyLine.substr(0, 20)) == std::string::npos);
  }
}

}  // namespace

TEST_CASE("sealing key: none until it is made, then always the same") {
  Fixture f;
  CHECK_FALSE(f.key.get(false));
  CHECK_FALSE(f.files.exists(f.configuration));  // looking leaves no trace
  const auto made = f.key.get(true);
  REQUIRE(made);
  CHECK(made->reveal().size() == 32);
  CHECK(f.key.path() == f.configuration + "/execassist.key");
  CHECK(content_of(f.key.path()) == base64url(made->reveal()) + "\n");
  CHECK(mode_of(f.key.path()) == 0600U);
  CHECK(mode_of(f.configuration) == 0700U);
  CHECK(files_in(f.configuration) == 1);
  for (const bool make : {false, true}) CHECK(f.key.get(make)->reveal() == made->reveal());
  SealingKeyFile other(f.files, f.configuration, "");
  CHECK(other.get(false)->reveal() == made->reveal());
}

TEST_CASE("sealing key: many who make it at once get the same") {
  constexpr std::size_t kMakers = 8;
  Fixture f;
  std::vector<std::string> got(kMakers);
  std::vector<std::thread> threads;
  for (std::string& mine : got) {
    threads.emplace_back([&f, &mine] {
      LocalFiles files;
      mine = SealingKeyFile(files, f.configuration, "").get(true)->reveal();
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(std::set<std::string>(got.begin(), got.end()).size() == 1);
  CHECK(got[0].size() == 32);
  CHECK(files_in(f.configuration) == 1);
}

TEST_CASE("sealing key: the service manager's goes first") {
  Fixture f;
  f.folder.write("config/execassist.key", base64url(std::string(32, 'c')) + "\n");
  CHECK(f.key.get(false)->reveal() == std::string(32, 'c'));
  f.folder.write("credentials/execassist.key", kKeyLine, 0400);
  CHECK(f.key.get(true)->reveal() == kKey);
  CHECK(f.key.path() == f.credentials + "/execassist.key");
  // As an access list for our user shows.
  std::filesystem::permissions(f.key.path(), std::filesystem::perms(0440));
  CHECK(f.key.get(true)->reveal() == kKey);
  std::filesystem::permissions(f.key.path(), std::filesystem::perms(0444));
  check_refused(f.key, "everybody");
  std::filesystem::permissions(f.key.path(), std::filesystem::perms(0620));
  check_refused(f.key, "write");
}

TEST_CASE("sealing key: one that others may read or replace is refused, with what helps") {
  const struct {
    unsigned file;
    unsigned folder;
    const char* why;
    const char* hint;
  } cases[] = {
      {0640, 0700, "read", "chmod 600"},
      {0604, 0700, "read", "chmod 600"},
      {0620, 0700, "write", "chmod"},
      {0600, 0777, "write", "chmod"},
  };
  for (const auto& each : cases) {
    CAPTURE(each.file);
    CAPTURE(each.folder);
    Fixture f;
    f.folder.write("config/execassist.key", kKeyLine, each.file);
    std::filesystem::permissions(f.configuration, std::filesystem::perms(each.folder));
    const auto error = error_of([&] { f.key.get(true); });
    REQUIRE(error);
    CHECK(error->kind() == ErrorKind::configuration);
    CHECK(error->message().find(each.why) != std::string::npos);
    CHECK(error->hint().find(each.hint) != std::string::npos);
  }
}

TEST_CASE("sealing key: what is not exactly a key is refused and left as it is") {
  const std::string digits = kKeyLine.substr(0, 43);
  const std::string cases[] = {
      "",
      "\n",
      digits,
      digits + "\r\n",
      digits + "\n\n",
      digits + " \n",
      " " + digits + "\n",
      digits + "=\n",
      digits.substr(1) + "\n",
      digits + "A\n",
      "+" + digits.substr(1) + "\n",
      digits.substr(0, 42) + "_\n",  // spare bits
      std::string(43, '\0') + "\n",
      std::string(43, '\n') + "\n",
      kKey,
      kKeyLine + kKeyLine,
      std::string(10000, 'A'),
  };
  for (const std::string& content : cases) {
    const std::string shown = content.substr(0, 60);
    CAPTURE(shown);
    Fixture f;
    f.folder.write("config/execassist.key", content);
    check_refused(f.key, content.size() > 4096 ? "larger" : "not a sealing key");
    CHECK(content_of(f.key.path()) == content);
  }
}

TEST_CASE("sealing key: where none can be made, or a folder stands in its place") {
  Fixture f;
  f.folder.write("file", "");
  SealingKeyFile nowhere(f.files, f.folder.at("file"), "");
  const auto error = error_of([&] { nowhere.get(true); });
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::configuration);
  CHECK_FALSE(error->hint().empty());

  std::filesystem::create_directories(f.configuration + "/execassist.key");
  std::filesystem::permissions(f.configuration + "/execassist.key", std::filesystem::perms(0700));
  const auto folder = error_of([&] { f.key.get(true); });
  REQUIRE(folder);
  CHECK(folder->kind() == ErrorKind::configuration);
}

}  // namespace execassist::platform

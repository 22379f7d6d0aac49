#include "platform/file_lock.hpp"

#include "support/error_of.hpp"
#include "support/scratch_folder.hpp"

#include <csignal>

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace execassist::platform {
namespace {

using testing::error_of;
using testing::ScratchFolder;

bool another_process_gets(const std::string& path) {
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) ::_exit(try_file_lock(path) ? 0 : 1);
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

TEST_CASE("one holder at a time, until it lets go") {
  const ScratchFolder folder;
  const std::string path = folder.at("new/run.lock");
  auto lock = try_file_lock(path);
  REQUIRE(lock);
  struct stat found {};
  REQUIRE(::stat(path.c_str(), &found) == 0);
  CHECK((found.st_mode & 07777) == 0600);
  CHECK_FALSE(another_process_gets(path));
  CHECK_FALSE(try_file_lock(path));
  lock.reset();
  CHECK(another_process_gets(path));
  CHECK(try_file_lock(path));
}

TEST_CASE("a killed holder holds nothing") {
  const ScratchFolder folder;
  const std::string path = folder.at("run.lock");
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    const auto lock = try_file_lock(path);
    if (!lock || ::write(ends[1], "x", 1) != 1) ::_exit(1);
    ::pause();
    ::_exit(0);
  }
  char byte = 0;
  REQUIRE(::read(ends[0], &byte, 1) == 1);
  ::close(ends[0]);
  ::close(ends[1]);
  CHECK_FALSE(try_file_lock(path));
  ::kill(child, SIGKILL);
  REQUIRE(::waitpid(child, nullptr, 0) == child);
  CHECK(try_file_lock(path));
}

TEST_CASE("a lock file that cannot be made is an error, and a planted link is not followed") {
  const ScratchFolder folder;
  const auto below_file = error_of([&] { try_file_lock(folder.write("file", "") + "/lock"); });
  REQUIRE(below_file);
  CHECK(below_file->kind() == ErrorKind::failed);
  REQUIRE(::symlink(folder.at("victim").c_str(), folder.at("lock").c_str()) == 0);
  CHECK(error_of([&] { try_file_lock(folder.at("lock")); }));
  CHECK(::access(folder.at("victim").c_str(), F_OK) != 0);
}

}  // namespace
}  // namespace execassist::platform

#include "archives/local_archive.hpp"
#include "contract/archive_suite.hpp"
#include "support/fake_archive.hpp"
#include "support/scratch_folder.hpp"

#include <doctest/doctest.h>

namespace execassist::testing {
namespace {

TEST_CASE("archive contract: the fake") {
  FakeArchive archive;
  check_archive(archive);
}

TEST_CASE("archive contract: a local folder") {
  const ScratchFolder folder;
  archives::LocalArchive archive(folder.at("some/where/"));
  check_archive(archive);
}

}  // namespace
}  // namespace execassist::testing

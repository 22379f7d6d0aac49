#include "contract/archive_suite.hpp"

#include "support/error_of.hpp"

#include <string>

#include <doctest/doctest.h>

namespace execassist::testing {

void check_archive(Archive& archive) {
  const ArchiveKey key{"ada", "m1"};
  const auto kind_of = [&](const std::string& location, const std::string& name) {
    const auto error = error_of([&] { archive.read(location, name); });
    return error ? std::optional(error->kind()) : std::nullopt;
  };
  const std::string whole("a\0b\n\xFF", 5);
  const std::string location = archive.put(key, {{"agenda.md", whole}, {"notes.md", "n"}});
  CHECK(archive.location_of(key) == location);
  CHECK(archive.read(location, "agenda.md") == whole);
  CHECK(archive.path_of(location, "agenda.md").ends_with("ada/m1/agenda.md"));
  SUBCASE("what is put replaces what was there") {
    CHECK(archive.put(key, {{"agenda.md", "new"}, {"empty.md", ""}}) == location);
    CHECK(archive.read(location, "agenda.md") == "new");
    CHECK(archive.read(location, "empty.md").empty());
    CHECK(kind_of(location, "notes.md") == ErrorKind::not_found);
    CHECK(archive.put(key, {{"agenda.md", "new"}, {"empty.md", ""}}) == location);
    CHECK(archive.read(location, "agenda.md") == "new");
  }
  SUBCASE("people and meetings are kept apart") {
    const std::string other = archive.put({"bob", "m1"}, {{"agenda.md", "bob's"}});
    const std::string later = archive.put({"ada", "m2"}, {{"agenda.md", "later"}});
    CHECK(other != location);
    CHECK(later != location);
    archive.remove(location);
    CHECK(archive.read(other, "agenda.md") == "bob's");
    CHECK(archive.read(later, "agenda.md") == "later");
  }
  SUBCASE("what is removed is gone, and removing it again is harmless") {
    archive.remove(location);
    CHECK(kind_of(location, "agenda.md") == ErrorKind::not_found);
    archive.remove(location);
    CHECK(archive.put(key, {{"agenda.md", "again"}}) == location);
    CHECK(archive.read(location, "agenda.md") == "again");
  }
}

}  // namespace execassist::testing

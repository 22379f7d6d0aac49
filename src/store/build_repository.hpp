// Builds of materials: a durable workflow, leased like a row of the outbox.
#pragma once

#include "store/database.hpp"

#include <execassist/model/context_item.hpp>
#include <execassist/model/lease.hpp>
#include <execassist/model/materials.hpp>

#include <optional>
#include <string>
#include <vector>

namespace execassist::store {

struct BuildFilter {
  std::optional<std::string> user_id;
  std::optional<std::string> meeting_id;
  std::vector<BuildState> states;  // empty: any
  bool left_behind = false;        // superseded, but its files may still lie in the archive
};

struct LeasedBuild {
  MaterialsBuild build;
  Lease lease;
};

class BuildRepository {
 public:
  explicit BuildRepository(Database& database) : database_(database) {}

  // Its number becomes the next of its meeting; an earlier pending one is superseded.
  void insert(Transaction& transaction, MaterialsBuild& build);

  std::optional<MaterialsBuild> latest_of(const std::string& meeting_id) const;

  // Ordered by meeting_id, then number.
  std::vector<MaterialsBuild> list(const BuildFilter& filter) const;

  // Pending ones with next_attempt_at <= now that nobody holds, and whose meeting and user are the
  // given ones. At most `limit`.
  std::vector<MaterialsBuild> lease_due(Transaction& transaction, Instant now, int limit,
                                        const Lease& lease, const BuildFilter& filter);

  // Leases that ran out by `now`; the caller decides whether the holder is gone and then frees the
  // build. False when it was renewed, freed or taken meanwhile.
  std::vector<LeasedBuild> expired_leases(Instant now) const;
  bool free(Transaction& transaction, const std::string& build_id, const std::string& lease_id);

  // Everything of the build but its number; gives the lease back when `keep_lease` is false.
  // False when the lease is not ours any more. Without a lease id: of a build that nobody holds.
  bool update(Transaction& transaction, const MaterialsBuild& build,
              const std::optional<std::string>& lease_id, bool keep_lease);

 private:
  Database& database_;
};

// What a build has in hand between its steps.
class BuildContentRepository {
 public:
  explicit BuildContentRepository(Database& database) : database_(database) {}

  void put_context(Transaction& transaction, const std::string& build_id,
                   const std::vector<ContextItem>& items);  // replaces what was there
  std::vector<ContextItem> context_of(const std::string& build_id) const;

  void put_files(Transaction& transaction, const std::string& build_id,
                 const WrittenMaterials& written);  // replaces what was there
  WrittenMaterials files_of(const std::string& build_id) const;

  // Once they are in the archive: all but the preview.
  void drop_files(Transaction& transaction, const std::string& build_id);
  void drop_all(Transaction& transaction, const std::string& build_id);  // context and preview too

 private:
  Database& database_;
};

}  // namespace execassist::store

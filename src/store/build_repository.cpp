#include "store/build_repository.hpp"

#include "store/columns.hpp"
#include "store/documents.hpp"

#include <functional>

namespace execassist::store {

namespace {

constexpr const char* kNoLease =
    "lease_id = NULL, lease_until = NULL, holder_boot_id = NULL, holder_pid = NULL, "
    "holder_started = NULL";

// Stands among the files of a build, but stays when they go.
constexpr const char* kPreview = "(preview)";

// A build as its row holds it.
struct Row {
  MaterialsBuild build;
  std::optional<std::string> snapshot;
  std::string changes;
};

template <class RowType, class Visit>
void each_column(RowType& row, Visit visit) {
  visit("build_id", row.build.build_id);
  visit("meeting_id", row.build.meeting_id);
  visit("user_id", row.build.user_id);
  visit("round", row.build.round);
  visit("number", row.build.number);
  visit("cause", row.build.cause);
  visit("announce", row.build.announce);
  visit("about_change", row.build.about_change);
  visit("state", row.build.state);
  visit("step", row.build.step);
  visit("attempts", row.build.attempts);
  visit("next_attempt_at", row.build.next_attempt_at);
  visit("problem", row.build.problem);
  visit("snapshot", row.snapshot);
  visit("changes", row.changes);
  visit("location", row.build.location);
  visit("created_at", row.build.created_at);
  visit("finished_at", row.build.finished_at);
}

ColumnNames columns() {
  const Row row;
  ColumnNames names;
  each_column(row, std::ref(names));
  return names;
}

Row row_of(const MaterialsBuild& build) {
  Row row{build, std::nullopt, document_of(build.changes)};
  if (build.snapshot) row.snapshot = document_of(*build.snapshot);
  return row;
}

Row read_row(Query& query) {
  Row row;
  each_column(row, ColumnReader{query});
  return row;
}

MaterialsBuild build_of(const Database& database, Row row) {
  if (row.snapshot) row.build.snapshot = snapshot_in(database, *row.snapshot);
  row.build.changes = lines_in(database, row.changes);
  return std::move(row.build);
}

std::vector<MaterialsBuild> read_all(const Database& database, Query& query) {
  std::vector<Row> rows;
  while (query.next()) rows.push_back(read_row(query));
  std::vector<MaterialsBuild> builds;
  builds.reserve(rows.size());
  for (Row& row : rows) builds.push_back(build_of(database, std::move(row)));
  return builds;
}

}  // namespace

void BuildRepository::insert(Transaction&, MaterialsBuild& build) {
  for (const char* table : {"context_items", "build_files"}) {
    Query(database_, std::string("DELETE FROM ") + table +
                         " WHERE build_id IN (SELECT build_id FROM builds "
                         "WHERE meeting_id = ? AND +state = 'pending')")
        .with(build.meeting_id)
        .run();
  }
  Query(database_, std::string("UPDATE builds SET state = 'superseded', finished_at = ?, ") +
                       kNoLease + " WHERE meeting_id = ? AND +state = 'pending'")
      .with(build.created_at, build.meeting_id)
      .run();
  Query last(database_, "SELECT max(number) FROM builds WHERE meeting_id = ?");
  last.with(build.meeting_id).next();
  build.number = last.take<std::optional<int>>().value_or(0) + 1;

  const ColumnNames names = columns();
  Query query(database_,
              "INSERT INTO builds (" + names.list + ") VALUES (" + placeholders(names.count) + ")");
  const Row row = row_of(build);
  each_column(row, ColumnBinder{query});
  query.run();
}

std::optional<MaterialsBuild> BuildRepository::latest_of(const std::string& meeting_id) const {
  Query query(database_, "SELECT " + columns().list +
                             " FROM builds WHERE meeting_id = ? ORDER BY number DESC LIMIT 1");
  if (!query.with(meeting_id).next()) return std::nullopt;
  return build_of(database_, read_row(query));
}

std::vector<MaterialsBuild> BuildRepository::list(const BuildFilter& filter) const {
  Conditions conditions;
  conditions.add_if("meeting_id = ?", filter.meeting_id);
  if (filter.left_behind) {
    conditions.add("state = 'superseded' AND location <> ''");
  } else if (!filter.meeting_id && filter.states.size() == 1) {
    // As the partial indexes say it; all that ever was built is not walked for what is kept.
    conditions.add("state = '" + std::string(name_of(filter.states.front())) + "'");
  } else {
    conditions.add_any_of(filter.meeting_id ? "+state" : "state", filter.states);
  }
  conditions.add_if("user_id = ?", filter.user_id);
  Query query(database_, "SELECT " + columns().list + " FROM builds" + conditions.where() +
                             " ORDER BY +meeting_id, number");
  conditions.bind_to(query);
  return read_all(database_, query);
}

std::vector<MaterialsBuild> BuildRepository::lease_due(Transaction&, Instant now, int limit,
                                                       const Lease& lease,
                                                       const BuildFilter& filter) {
  Conditions conditions;
  conditions.add("state = 'pending'");
  conditions.add("next_attempt_at <= ?", now);
  conditions.add("lease_id IS NULL");
  conditions.add_if("+meeting_id = ?", filter.meeting_id);
  conditions.add_if("+user_id = ?", filter.user_id);
  Query due(database_, "SELECT " + columns().list + " FROM builds" + conditions.where() +
                           " ORDER BY next_attempt_at, rowid LIMIT ?");
  conditions.bind_to(due);
  due.bind(limit);
  std::vector<MaterialsBuild> taken = read_all(database_, due);

  Query take(database_,
             "UPDATE builds SET lease_id = ?, lease_until = ?, holder_boot_id = ?, "
             "holder_pid = ?, holder_started = ? WHERE build_id = ?");
  for (const MaterialsBuild& build : taken) {
    take.again()
        .with(lease.lease_id, lease.until, lease.holder.boot_id, lease.holder.pid,
              lease.holder.started, build.build_id)
        .run();
  }
  return taken;
}

std::vector<LeasedBuild> BuildRepository::expired_leases(Instant now) const {
  Query query(database_,
              "SELECT lease_id, lease_until, holder_boot_id, holder_pid, holder_started, " +
                  columns().list +
                  " FROM builds WHERE state = 'pending' AND lease_until <= ? "
                  "ORDER BY next_attempt_at, rowid");
  query.with(now);
  std::vector<Lease> leases;
  std::vector<Row> rows;
  while (query.next()) {
    Lease& lease = leases.emplace_back();
    query.read(lease.lease_id);
    query.read(lease.until);
    query.read(lease.holder.boot_id);
    query.read(lease.holder.pid);
    query.read(lease.holder.started);
    rows.push_back(read_row(query));
  }
  std::vector<LeasedBuild> expired;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    expired.push_back({build_of(database_, std::move(rows[i])), std::move(leases[i])});
  }
  return expired;
}

bool BuildRepository::free(Transaction&, const std::string& build_id, const std::string& lease_id) {
  return Query(database_, std::string("UPDATE builds SET ") + kNoLease +
                              " WHERE build_id = ? AND lease_id = ?")
             .with(build_id, lease_id)
             .run() > 0;
}

bool BuildRepository::update(Transaction&, const MaterialsBuild& build,
                             const std::optional<std::string>& lease_id, bool keep_lease) {
  Query query(
      database_,
      "UPDATE builds SET user_id = ?, round = ?, cause = ?, announce = ?, about_change = ?, "
      "state = ?, step = ?, attempts = ?, next_attempt_at = ?, problem = ?, snapshot = ?, "
      "changes = ?, location = ?, created_at = ?, finished_at = ?" +
          (keep_lease ? std::string() : std::string(", ") + kNoLease) +
          " WHERE build_id = ? AND lease_id IS ?");
  const Row row = row_of(build);
  query.with(build.user_id, build.round, build.cause, build.announce, build.about_change,
             build.state, build.step, build.attempts, build.next_attempt_at, build.problem,
             row.snapshot, row.changes, build.location, build.created_at, build.finished_at,
             build.build_id, lease_id);
  return query.run() > 0;
}

void BuildContentRepository::put_context(Transaction&, const std::string& build_id,
                                         const std::vector<ContextItem>& items) {
  Query(database_, "DELETE FROM context_items WHERE build_id = ?").with(build_id).run();
  Query insert(database_,
               "INSERT INTO context_items (build_id, position, source, problem, document) "
               "VALUES (?, ?, ?, ?, ?)");
  int position = 0;
  for (const ContextItem& item : items) {
    insert.again().with(build_id, position++, item.source, item.problem, document_of(item)).run();
  }
}

std::vector<ContextItem> BuildContentRepository::context_of(const std::string& build_id) const {
  std::vector<std::string> documents;
  Query query(database_, "SELECT document FROM context_items WHERE build_id = ? ORDER BY position");
  query.with(build_id);
  while (query.next()) query.read(documents.emplace_back());
  std::vector<ContextItem> items;
  for (const std::string& document : documents) items.push_back(item_in(database_, document));
  return items;
}

void BuildContentRepository::put_files(Transaction&, const std::string& build_id,
                                       const WrittenMaterials& written) {
  Query(database_, "DELETE FROM build_files WHERE build_id = ?").with(build_id).run();
  Query insert(database_, "INSERT INTO build_files (build_id, name, content) VALUES (?, ?, ?)");
  insert.with(build_id, kPreview, document_of(written.preview)).run();
  for (const MaterialFile& file : written.files) {
    insert.again().with(build_id, file.name, file.content).run();
  }
}

WrittenMaterials BuildContentRepository::files_of(const std::string& build_id) const {
  WrittenMaterials written;
  std::string preview = "[]";
  Query query(database_, "SELECT name, content FROM build_files WHERE build_id = ? ORDER BY name");
  query.with(build_id);
  while (query.next()) {
    MaterialFile file;
    query.read(file.name);
    query.read(file.content);
    if (file.name == kPreview) {
      preview = std::move(file.content);
    } else {
      written.files.push_back(std::move(file));
    }
  }
  written.preview = lines_in(database_, preview);
  return written;
}

void BuildContentRepository::drop_files(Transaction&, const std::string& build_id) {
  Query(database_, "DELETE FROM build_files WHERE build_id = ? AND name <> ?")
      .with(build_id, kPreview)
      .run();
}

void BuildContentRepository::drop_all(Transaction&, const std::string& build_id) {
  for (const char* table : {"context_items", "build_files"}) {
    Query(database_, std::string("DELETE FROM ") + table + " WHERE build_id = ?")
        .with(build_id)
        .run();
  }
}

}  // namespace execassist::store

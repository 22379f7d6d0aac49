// The store as a file, seen without opening it: an open and close of our own would drop the locks
// that SQLite holds on it in this process, so everything here works by lstat, stat, statfs and
// rename. Refuses folders, devices, dangling links and network file systems (WAL needs memory
// shared by all its users).
#pragma once

#include <execassist/base/instant.hpp>

#include <string>
#include <string_view>

namespace execassist::store {

// Absolute, with links resolved, so that all names of one store share one lock file.
std::string resolved_store_path(const std::string& path);

enum class StoreFile { missing, empty, present };

// Throws Error{failed}.
StoreFile inspect_store_file(const std::string& path);

// Takes the rights of others away, with a warning in the log. REQUIRES: it is known to be a store
// of ours. Throws Error{configuration} where the file is somebody else's.
void keep_private(const std::string& path);

bool file_exists(const std::string& path);

// Changes whenever somebody writes to the file.
struct FileStamp {
  long long inode = 0;
  long long size = 0;
  long long changed_s = 0;
  long long changed_ns = 0;

  friend bool operator==(const FileStamp&, const FileStamp&) = default;
};
FileStamp stamp_of(const std::string& path);

// The same for as long as the file is in use, whatever is written to it.
struct FileId {
  unsigned long long device = 0;
  unsigned long long inode = 0;

  friend bool operator==(const FileId&, const FileId&) = default;
};
FileId id_of(const std::string& path);  // zeros: there is none

// Whether a name, links followed, stands for another file by now, or for none. What cannot be asked
// counts as the same.
bool leads_elsewhere(const std::string& path, const FileId& file);

// "NFS", "SMB" ...; empty for anything else. `magic` as statfs gives it.
std::string_view network_file_system(unsigned long magic);

// Folders that are missing, with mode 0700.
void make_store_folder(const std::string& path);

// A new, empty file of mode 0600. Throws Error{failed} also when it exists.
void create_private_file(const std::string& path);

// Puts a finished file in its place. False when something stands there already and `replace` is
// not set.
bool put_in_place(const std::string& finished, const std::string& path, bool replace);

// The file and what SQLite may have left beside it.
void remove_database_files(const std::string& path);

// An exclusive flock on "<db>.lock". Throws Error{try_again} when it is not free within `busy`.
class StoreLock {
 public:
  StoreLock(const std::string& store_path, Seconds busy);
  StoreLock(const StoreLock&) = delete;
  StoreLock& operator=(const StoreLock&) = delete;
  ~StoreLock();

 private:
  int descriptor_ = -1;
};

}  // namespace execassist::store

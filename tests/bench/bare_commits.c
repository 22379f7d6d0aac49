// One-row durable commits of plain SQLite: bare_commits FILE SECONDS prints "rate PER_SECOND".
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now_in_seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int count, char **given) {
  sqlite3 *db;
  sqlite3_stmt *insert;
  if (count != 3 || sqlite3_open(given[1], &db) != SQLITE_OK) return 2;
  sqlite3_exec(db,
               "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
               "CREATE TABLE t (id TEXT PRIMARY KEY, body TEXT)",
               NULL, NULL, NULL);
  sqlite3_prepare_v2(db, "INSERT INTO t VALUES (?, 'what came in, two hundred bytes of it')", -1,
                     &insert, NULL);
  const double began = now_in_seconds(), until = began + atof(given[2]);
  long done = 0;
  while (now_in_seconds() < until) {
    char id[32];
    snprintf(id, sizeof id, "click-%ld", done);
    sqlite3_bind_text(insert, 1, id, -1, SQLITE_TRANSIENT);
    sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    if (sqlite3_step(insert) != SQLITE_DONE) return 1;
    sqlite3_reset(insert);
    if (sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK) return 1;
    ++done;
  }
  printf("rate %.0f\n", (double)done / (now_in_seconds() - began));
  sqlite3_finalize(insert);
  sqlite3_close(db);
  return 0;
}

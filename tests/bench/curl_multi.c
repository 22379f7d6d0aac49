/* What delivery is compared with: N POSTs with libcurl's multi interface, WIDTH in flight, each on
 * a kept connection; and, when a third number is given, so many durable commits of WIDTH rows.
 *   curl_multi URL N WIDTH [COMMITS DATABASE]
 * Prints the milliseconds of the calls, then of the commits. */
#include <curl/curl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char *body =
    "{\"channel\":\"D1\",\"text\":\"Meeting Prep Reminder\",\"blocks\":[{\"type\":\"divider\"}]}";

static double now(void) {
  struct timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  return (double)at.tv_sec * 1e3 + (double)at.tv_nsec / 1e6;
}

static size_t drop(char *data, size_t size, size_t count, void *context) {
  (void)data;
  (void)context;
  return size * count;
}

static double calls(const char *url, int total, int width) {
  CURLM *multi = curl_multi_init();
  struct curl_slist *headers = curl_slist_append(NULL, "Content-Type: application/json");
  headers = curl_slist_append(headers, "Authorization: Bearer token");
  int started = 0, ended = 0, running = 0, left = 0;
  const double began = now();
  for (; started < width && started < total; ++started) {
    CURL *easy = curl_easy_init();
    curl_easy_setopt(easy, CURLOPT_URL, url);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, body);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, drop);
    curl_multi_add_handle(multi, easy);
  }
  while (ended < total) {
    const int before = started;
    curl_multi_perform(multi, &running);
    for (CURLMsg *message; (message = curl_multi_info_read(multi, &left)) != NULL;) {
      if (message->data.result != CURLE_OK) {
        fprintf(stderr, "curl_multi: %s\n", curl_easy_strerror(message->data.result));
        exit(1);
      }
      CURL *easy = message->easy_handle;
      ++ended;
      curl_multi_remove_handle(multi, easy);
      if (started < total) {
        ++started;
        curl_multi_add_handle(multi, easy);
      } else {
        curl_easy_cleanup(easy);
      }
    }
    if (started == before) curl_multi_poll(multi, NULL, 0, 10, NULL);
  }
  const double took = now() - began;
  curl_slist_free_all(headers);
  curl_multi_cleanup(multi);
  return took;
}

static double commits(const char *path, int count, int rows) {
  sqlite3 *db;
  if (sqlite3_open(path, &db) != SQLITE_OK) exit(1);
  sqlite3_exec(db,
               "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
               "CREATE TABLE attempts (id INTEGER PRIMARY KEY, at INTEGER, outcome TEXT);",
               NULL, NULL, NULL);
  const double began = now();
  for (int commit = 0; commit < count; ++commit) {
    sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    for (int row = 0; row < rows; ++row) {
      sqlite3_exec(db, "INSERT INTO attempts (at, outcome) VALUES (1, 'accepted')", NULL, NULL, NULL);
    }
    if (sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK) exit(1);
  }
  const double took = now() - began;
  sqlite3_close(db);
  return took;
}

int main(int count, char **arguments) {
  if (count != 4 && count != 6) return 2;
  const int width = atoi(arguments[3]);
  curl_global_init(CURL_GLOBAL_ALL);
  printf("%.0f", calls(arguments[1], atoi(arguments[2]), width));
  if (count == 6) printf(" %.0f", commits(arguments[5], atoi(arguments[4]), width));
  printf("\n");
  return 0;
}

// Clicks as Slack sends them, from many connections that are kept, for some seconds:
//   signed_clicks PORT SECRET USER VALUE CONNECTIONS SECONDS
// prints "taken N failed N rate PER_SECOND p50 US p99 US most US". Each click has an id of its own.
// Signed by libsodium.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static int port, seconds;
static const char *secret, *user, *value;
static double until;

struct Worker {
  pthread_t thread;
  int number;
  long taken, failed, room;
  unsigned *micros;
};

static double now_in_seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int connected(void) {
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port)};
  inet_pton(AF_INET, "127.0.0.1", &to.sin_addr);
  const int fd = socket(AF_INET, SOCK_STREAM, 0), yes = 1;
  if (connect(fd, (struct sockaddr *)&to, sizeof to) != 0) {
    close(fd);
    return -1;
  }
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  return fd;
}

// The form, percent-encoded as far as JSON needs it.
static int body_of(char *into, size_t room, const struct Worker *worker, long each) {
  return snprintf(into, room,
                  "payload=%%7B%%22type%%22%%3A%%22block_actions%%22%%2C%%22user%%22%%3A%%7B%%22id%%22%%3A"
                  "%%22%s%%22%%7D%%2C%%22container%%22%%3A%%7B%%22type%%22%%3A%%22message%%22%%2C"
                  "%%22message_ts%%22%%3A%%221.1%%22%%2C%%22channel_id%%22%%3A%%22D1%%22%%2C"
                  "%%22is_ephemeral%%22%%3Afalse%%7D%%2C%%22trigger_id%%22%%3A%%221.2.3%%22%%2C"
                  "%%22actions%%22%%3A%%5B%%7B%%22type%%22%%3A%%22button%%22%%2C%%22action_id%%22%%3A"
                  "%%22start_prep%%22%%2C%%22block_id%%22%%3A%%22b%%22%%2C%%22value%%22%%3A%%22%s%%22%%2C"
                  "%%22action_ts%%22%%3A%%22%d.%06ld%%22%%7D%%5D%%7D",
                  user, value, 1000000 + worker->number, each);
}

static void sign(const char *stamp, const char *body, size_t length, char hex[65]) {
  unsigned char mac[crypto_auth_hmacsha256_BYTES];
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, (const unsigned char *)secret, strlen(secret));
  crypto_auth_hmacsha256_update(&state, (const unsigned char *)"v0:", 3);
  crypto_auth_hmacsha256_update(&state, (const unsigned char *)stamp, strlen(stamp));
  crypto_auth_hmacsha256_update(&state, (const unsigned char *)":", 1);
  crypto_auth_hmacsha256_update(&state, (const unsigned char *)body, length);
  crypto_auth_hmacsha256_final(&state, mac);
  sodium_bin2hex(hex, 65, mac, sizeof mac);
}

// The status of an answer whose body, if any, is as long as it says; 0 when the connection is over.
static int answer_on(int fd) {
  char text[4096];
  size_t got = 0;
  for (;;) {
    const ssize_t more = recv(fd, text + got, sizeof text - 1 - got, 0);
    if (more <= 0) return 0;
    got += (size_t)more;
    text[got] = 0;
    const char *head = strstr(text, "\r\n\r\n");
    if (head == NULL) continue;
    const char *length = strcasestr(text, "content-length:");
    const size_t whole =
        (size_t)(head - text) + 4 + (length && length < head ? strtoul(length + 15, NULL, 10) : 0);
    if (got >= whole) return atoi(text + 9);
  }
}

static void *work(void *given) {
  struct Worker *worker = given;
  int fd = -1;
  for (long each = 0; now_in_seconds() < until; ++each) {
    char body[2048], request[4096], stamp[32], hex[65];
    const int length = body_of(body, sizeof body, worker, each);
    snprintf(stamp, sizeof stamp, "%ld", (long)time(NULL));
    sign(stamp, body, (size_t)length, hex);
    const int size = snprintf(request, sizeof request,
                              "POST /slack/webhook HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                              "Content-Type: application/x-www-form-urlencoded\r\n"
                              "Content-Length: %d\r\nX-Slack-Request-Timestamp: %s\r\n"
                              "X-Slack-Signature: v0=%s\r\n\r\n%s",
                              length, stamp, hex, body);
    const double began = now_in_seconds();
    int status = 0;
    for (int tries = 0; tries < 2 && status == 0; ++tries) {
      if (fd < 0) fd = connected();
      if (fd < 0) break;
      if (send(fd, request, (size_t)size, MSG_NOSIGNAL) == size) status = answer_on(fd);
      if (status == 0) {  // the server closes what was used often enough: once more
        close(fd);
        fd = -1;
      }
    }
    if (status == 200) {
      if (worker->taken < worker->room) {
        worker->micros[worker->taken] = (unsigned)((now_in_seconds() - began) * 1e6);
      }
      ++worker->taken;
    } else {
      ++worker->failed;
    }
  }
  if (fd >= 0) close(fd);
  return NULL;
}

static int by_size(const void *a, const void *b) {
  const unsigned left = *(const unsigned *)a, right = *(const unsigned *)b;
  return left < right ? -1 : left > right;
}

int main(int count, char **given) {
  if (count != 7 || sodium_init() < 0) return 2;
  port = atoi(given[1]);
  secret = given[2];
  user = given[3];
  value = given[4];
  const int connections = atoi(given[5]);
  seconds = atoi(given[6]);
  const double began = now_in_seconds();
  until = began + seconds;
  struct Worker *workers = calloc((size_t)connections, sizeof *workers);
  for (int i = 0; i < connections; ++i) {
    workers[i].number = i + (int)(getpid() % 10000) * 100;
    workers[i].room = 20000L * seconds / connections + 10000;
    workers[i].micros = malloc((size_t)workers[i].room * sizeof(unsigned));
    pthread_create(&workers[i].thread, NULL, work, &workers[i]);
  }
  long taken = 0, failed = 0, kept = 0;
  unsigned *all = malloc(((size_t)seconds * 20000 + (size_t)connections * 10000) * sizeof *all);
  for (int i = 0; i < connections; ++i) {
    pthread_join(workers[i].thread, NULL);
    taken += workers[i].taken;
    failed += workers[i].failed;
    const long here = workers[i].taken < workers[i].room ? workers[i].taken : workers[i].room;
    memcpy(all + kept, workers[i].micros, (size_t)here * sizeof *all);
    kept += here;
  }
  const double took = now_in_seconds() - began;
  if (kept == 0) return 1;
  qsort(all, (size_t)kept, sizeof *all, by_size);
  printf("taken %ld failed %ld rate %.0f p50 %u p99 %u most %u\n", taken, failed,
         (double)taken / took, all[kept / 2], all[kept * 99 / 100], all[kept - 1]);
  return 0;
}

/* Loaded before the program (LD_PRELOAD), it counts the calls by which the program can change
 * anything outside itself: in files, in folders, on sockets, on its output. All threads count
 * together. Dies at the call that was asked for, as by `kill -9`, or of a power cut.
 *   EXECASSIST_KILL_AT=N           at the N-th call, the first being 1; 0 or nothing: never
 *   EXECASSIST_KILL_WHEN=before    the call is not made; or `after`: it was made
 *   EXECASSIST_COUNT_FILE=PATH     gets how many calls there were when the program ends by itself
 * What glibc calls inside itself is not seen: stdio, name lookups. The program and its libraries
 * write past these. Programs that it starts are left alone. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_long calls;
static long kill_at;
static int kills_after;
static const char* count_file;

__attribute__((constructor)) static void read_orders(void) {
  const char* at = getenv("EXECASSIST_KILL_AT");
  const char* when = getenv("EXECASSIST_KILL_WHEN");
  kill_at = at ? atol(at) : 0;
  kills_after = when && strcmp(when, "after") == 0;
  count_file = getenv("EXECASSIST_COUNT_FILE");
  unsetenv("LD_PRELOAD");
}

__attribute__((destructor)) static void tell_count(void) {
  if (!count_file) return;
  char line[32];
  int length = snprintf(line, sizeof line, "%ld\n", atomic_load(&calls));
  int fd = open(count_file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0 || syscall(SYS_write, fd, line, length) != length) abort();
  close(fd);
}

static void die(void) {
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

static long enter(void) {
  long number = atomic_fetch_add(&calls, 1) + 1;
  if (number == kill_at && !kills_after) die();
  return number;
}

static void leave(long number) {
  if (number == kill_at && kills_after) die();
}

/* The function itself, which counts, and calls the one that it hides. */
#define COUNTED(type, name, parameters, arguments)                 \
  type name parameters {                                           \
    static type(*_Atomic real) parameters;                         \
    if (!real) real = (type(*) parameters)dlsym(RTLD_NEXT, #name); \
    long number = enter();                                         \
    type result = real arguments;                                  \
    leave(number);                                                 \
    return result;                                                 \
  }

#define COUNTED_WRITE(name) \
  COUNTED(ssize_t, name, (int fd, const void* data, size_t size), (fd, data, size))
#define COUNTED_PWRITE(name)                                                      \
  COUNTED(ssize_t, name, (int fd, const void* data, size_t size, off64_t offset), \
          (fd, data, size, offset))
#define COUNTED_SEND(name)                                                   \
  COUNTED(ssize_t, name, (int fd, const void* data, size_t size, int flags), \
          (fd, data, size, flags))
#define COUNTED_PWRITEV(name)                                                            \
  COUNTED(ssize_t, name, (int fd, const struct iovec* parts, int count, off64_t offset), \
          (fd, parts, count, offset))

COUNTED_WRITE(write)
COUNTED_WRITE(__write)
COUNTED_PWRITE(pwrite)
COUNTED_PWRITE(pwrite64)
COUNTED_PWRITE(__pwrite64)
COUNTED(ssize_t, writev, (int fd, const struct iovec* parts, int count), (fd, parts, count))
COUNTED_PWRITEV(pwritev)
COUNTED_PWRITEV(pwritev64)

COUNTED_SEND(send)
COUNTED_SEND(__send)
COUNTED(ssize_t, sendto,
        (int fd, const void* data, size_t size, int flags, __CONST_SOCKADDR_ARG to,
         socklen_t length),
        (fd, data, size, flags, to, length))
COUNTED(ssize_t, sendmsg, (int fd, const struct msghdr* message, int flags), (fd, message, flags))
COUNTED(int, sendmmsg, (int fd, struct mmsghdr* messages, unsigned int count, int flags),
        (fd, messages, count, flags))

COUNTED(int, fsync, (int fd), (fd))
COUNTED(int, fdatasync, (int fd), (fd))
COUNTED(int, ftruncate, (int fd, off_t length), (fd, length))
COUNTED(int, ftruncate64, (int fd, off64_t length), (fd, length))

COUNTED(int, rename, (const char* from, const char* to), (from, to))
COUNTED(int, renameat, (int from_fd, const char* from, int to_fd, const char* to),
        (from_fd, from, to_fd, to))
COUNTED(int, renameat2,
        (int from_fd, const char* from, int to_fd, const char* to, unsigned int flags),
        (from_fd, from, to_fd, to, flags))
COUNTED(int, link, (const char* from, const char* to), (from, to))
COUNTED(int, unlink, (const char* path), (path))
COUNTED(int, unlinkat, (int fd, const char* path, int flags), (fd, path, flags))
COUNTED(int, remove, (const char* path), (path))

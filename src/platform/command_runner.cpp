#include "platform/command_runner.hpp"

#include "platform/file_descriptor.hpp"
#include "platform/running_group.hpp"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>

namespace execassist::platform {

namespace {

using Deadline = std::chrono::steady_clock::time_point;

// The C interface of posix_spawn wants char*, and both of its objects need a destroy call.
class Spawn {
 public:
  Spawn(int output_fd, const std::string& folder) {
    ::posix_spawn_file_actions_init(&actions_);
    ::posix_spawn_file_actions_addopen(&actions_, 0, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&actions_, output_fd, 1);
    ::posix_spawn_file_actions_addopen(&actions_, 2, "/dev/null", O_WRONLY, 0);
    ::posix_spawn_file_actions_addclosefrom_np(&actions_, 3);
    if (!folder.empty()) ::posix_spawn_file_actions_addchdir_np(&actions_, folder.c_str());
    ::posix_spawnattr_init(&attributes_);
    sigset_t defaults;
    sigemptyset(&defaults);
    sigaddset(&defaults, SIGPIPE);  // ignored ones stay ignored across exec
    ::posix_spawnattr_setsigdefault(&attributes_, &defaults);
    sigset_t none;  // a thread that waits for signals has them blocked; the program must not
    sigemptyset(&none);
    ::posix_spawnattr_setsigmask(&attributes_, &none);
    ::posix_spawnattr_setpgroup(&attributes_, 0);
    ::posix_spawnattr_setflags(
        &attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  }
  Spawn(const Spawn&) = delete;
  Spawn& operator=(const Spawn&) = delete;
  ~Spawn() {
    ::posix_spawn_file_actions_destroy(&actions_);
    ::posix_spawnattr_destroy(&attributes_);
  }

  int start(std::vector<std::string> argv, std::vector<std::string> environment, pid_t& pid) {
    const auto pointers = [](std::vector<std::string>& words) {
      std::vector<char*> result;
      for (std::string& word : words) result.push_back(word.data());
      result.push_back(nullptr);
      return result;
    };
    const auto arguments = pointers(argv);
    const auto variables = pointers(environment);
    return ::posix_spawnp(&pid, arguments[0], &actions_, &attributes_, arguments.data(),
                          variables.data());
  }

 private:
  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
};

std::vector<std::string> clean_environment() {
  std::vector<std::string> result;
  for (const char* name : {"PATH", "HOME", "LANG", "TZ", "TERM"}) {
    if (const char* value = std::getenv(name)) result.push_back(std::string(name) + "=" + value);
  }
  return result;
}

int milliseconds_left(Deadline deadline) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
      deadline - std::chrono::steady_clock::now());
  return static_cast<int>(std::clamp<long long>(left.count(), 0, 3'600'000));
}

// A started child until it is waited for; killed with its group if nobody did.
class Child {
 public:
  Child() = default;
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() {
    if (pid_ == 0 || status_) return;
    ::kill(-pid_, SIGKILL);
    reap();
  }

  // 0 or an errno.
  int start(Spawn& spawn, std::vector<std::string> argv, std::vector<std::string> environment) {
    return group_.begin([&](pid_t& leader) {
      const int error = spawn.start(std::move(argv), std::move(environment), leader);
      if (error == 0) pid_ = leader;
      return error;
    });
  }

  bool ended() {
    if (status_) return true;
    siginfo_t seen{};
    retry_interrupted([&] {
      return ::waitid(P_PID, static_cast<id_t>(pid_), &seen, WEXITED | WNOHANG | WNOWAIT);
    });
    if (seen.si_pid == pid_) reap();
    return status_.has_value();
  }

  // REQUIRES: ended().
  CommandEnd end() const { return WIFEXITED(*status_) ? CommandEnd::exited : CommandEnd::killed; }
  int code() const { return WIFEXITED(*status_) ? WEXITSTATUS(*status_) : WTERMSIG(*status_); }

 private:
  // Forgotten first: once it is waited for its number may be given to another.
  void reap() {
    group_.forget();
    int status = 0;
    retry_interrupted([&] { return ::waitpid(pid_, &status, 0); });
    status_ = status;
  }

  pid_t pid_ = 0;
  std::optional<int> status_;
  RunningGroup group_;
};

// Takes what is there now. False at the end of the output.
bool drain(int fd, std::string& output, std::size_t most) {
  std::array<char, 4096> block;
  while (output.size() <= most) {
    const ssize_t count = retry_interrupted([&] { return ::read(fd, block.data(), block.size()); });
    if (count < 0) return errno == EAGAIN;
    if (count == 0) return false;
    output.append(block.data(), static_cast<std::size_t>(count));
  }
  return true;
}

}  // namespace

CommandResult ProcessRunner::run(const std::vector<std::string>& argv, const std::string& folder,
                                 std::chrono::milliseconds limit, std::size_t most_output) {
  const Deadline deadline = std::chrono::steady_clock::now() + limit;
  CommandResult result;
  if (stopped_) {
    result.end = CommandEnd::cut_off;
    return result;
  }
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    result.code = errno;
    return result;
  }
  const FileDescriptor output(ends[0]);
  FileDescriptor input(ends[1]);
  // Only our end: the program must find an ordinary pipe.
  ::fcntl(output.get(), F_SETFL, O_NONBLOCK);

  Spawn spawn(input.get(), folder);
  Child child;
  result.code = child.start(spawn, argv, clean_environment());
  if (result.code != 0) return result;
  input.close();

  bool open = true;
  while (true) {
    // Asked before reading: what an ended child wrote is then certainly in the pipe.
    const bool ended = child.ended();
    if (open) open = drain(output.get(), result.output, most_output);
    if (result.output.size() > most_output) {
      result.end = CommandEnd::too_much_output;
      return result;
    }
    // The pipe may outlive the child, in a program that it left running.
    if (ended) break;
    if (stopped_) {
      result.end = CommandEnd::cut_off;
      return result;
    }
    const int left = milliseconds_left(deadline);
    if (left == 0) {
      result.end = CommandEnd::timed_out;
      return result;
    }
    // The end of a child that keeps its output open, and a stop, show only by asking again.
    pollfd ready{open ? output.get() : -1, POLLIN, 0};
    ::poll(&ready, 1, std::min(left, open ? 50 : 5));
  }
  result.end = child.end();
  result.code = child.code();
  return result;
}

std::optional<std::vector<std::string>> split_arguments(std::string_view text) {
  std::vector<std::string> words;
  bool in_word = false;
  char quote = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quote == 0 && (c == ' ' || c == '\t' || c == '\n' || c == '\r')) {
      in_word = false;
      continue;
    }
    if (!in_word) {
      words.emplace_back();
      in_word = true;
    }
    if (c == '\\' && quote != '\'') {
      if (++i == text.size()) return std::nullopt;
      words.back() += text[i];
    } else if (c == quote) {
      quote = 0;
    } else if (quote == 0 && (c == '\'' || c == '"')) {
      quote = c;
    } else {
      words.back() += c;
    }
  }
  if (quote != 0 || words.empty()) return std::nullopt;
  return words;
}

}  // namespace execassist::platform

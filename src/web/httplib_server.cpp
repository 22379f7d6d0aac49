#include "web/httplib_server.hpp"

#include "web/connection_pool.hpp"
#include "web/request_rules.hpp"
#include "web/request_stream.hpp"
#include "web/transport.hpp"
#include "web/waiting_room.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/log.hpp>
#include <execassist/base/text.hpp>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <httplib.h>

namespace execassist::web {
namespace {

constexpr std::size_t kThreads = 80;   // connections that are between two requests take some
constexpr std::size_t kWaiting = 256;  // connections that are taken, and not yet served
constexpr int kMostRequests = 1000;    // of one connection
constexpr std::chrono::seconds kHandshake{2};

constexpr int kRequestTimeout = 408;
constexpr int kTooLarge = 413;
constexpr int kServerError = 500;

ListenAddress checked_address(const ServeSettings& settings) {
  const auto address = parse_listen_address(settings.listen);
  if (!address) {
    throw Error(ErrorKind::configuration,
                "serve.listen: '" + one_line(settings.listen) + "' is not an address to listen on",
                "write it as 127.0.0.1:8080 or [::1]:8080");
  }
  if (settings.tls_cert.empty() != settings.tls_key.empty()) {
    throw Error(ErrorKind::configuration, "serve: tls_cert and tls_key go together",
                "name both files, or none");
  }
  const bool open = !is_loopback_address(address->host);
  if (open && !settings.behind_proxy && settings.tls_cert.empty()) {
    throw Error(ErrorKind::configuration,
                "serve.listen: " + address->text() +
                    " is open to other machines, and nothing there is encrypted",
                "listen on 127.0.0.1, or give --tls-cert and --tls-key, or --behind-proxy where a "
                "proxy does that");
  }
  return *address;
}

// The library's own names, which a client cannot be told from.
bool made_by_library(const std::string& name) {
  return name == "remote_addr" || name == "remote_port" || name == "local_addr" ||
         name == "local_port";
}

bool decides_length(const std::string& name) {
  return name == "content-length" || name == "transfer-encoding";
}

// The library takes up "Connection: close" where the request says so.
void end_after(httplib::Request& request) {
  request.headers.erase("Connection");
  request.headers.emplace("Connection", "close");
}

}  // namespace

// One request and its answer, and the connection they stand on.
class Exchange final : public httplib::Stream {
 public:
  Exchange(RequestStream& stream, std::string socket_peer, bool behind_proxy,
           const std::atomic<bool>& stopping)
      : stream_(stream),
        socket_peer_(std::move(socket_peer)),
        behind_proxy_(behind_proxy),
        stopping_(stopping) {}

  bool is_readable() const override { return true; }
  bool is_writable() const override { return true; }
  ssize_t read(char* into, std::size_t room) override { return stream_.read(into, room); }
  ssize_t write(const char* bytes, std::size_t size) override {
    stream_.write({bytes, size});
    return static_cast<ssize_t>(size);
  }
  void get_remote_ip_and_port(std::string&, int&) const override {}
  void get_local_ip_and_port(std::string&, int&) const override {}
  socket_t socket() const override { return 0; }  // it asks only whether select(2) could take it

  // When the head has been read, before anything of the body.
  void begin(httplib::Request& request, const Routes& routes) {
    stream_.head_is_over();
    spoiled_ = false;
    bool repeated = false;
    for (const auto& [name, value] : request.headers) {
      const std::string key = fold_case(name);
      if (made_by_library(key)) continue;
      const bool is_new = request_.headers.emplace(key, value).second;
      repeated = repeated || (!is_new && decides_length(key));
    }
    request_.method = request.method;
    request_.path = request.path;
    const auto mark = request.target.find('?');
    if (mark != std::string::npos) request_.query = request.target.substr(mark + 1);
    take_peer(request);
    verdict_ = judge(routes, request_, repeated);
    if (verdict_.refusal != 0) refuse(verdict_.refusal);
    if (spoiled_) end_after(request);
    // Neither parts of an answer nor packed ones.
    request.ranges.clear();
    request.headers.erase("Accept-Encoding");
  }

  // True: answered. False: the body comes first.
  bool answer_early(const httplib::Request& request, httplib::Response& response) {
    if (verdict_.refusal != 0) {
      response.status = verdict_.refusal;
      if (!verdict_.allowed.empty()) response.set_header("Allow", verdict_.allowed);
      return true;
    }
    if (request.method == "POST") return false;
    hand_over(response);
    return true;
  }

  void answer(httplib::Response& response, const httplib::ContentReader& read_body) {
    const std::size_t largest = verdict_.route->largest_body;
    bool too_large = false;
    const bool whole = read_body([&](const char* bytes, std::size_t size) {
      too_large = request_.body.size() + size > largest;
      if (!too_large) request_.body.append(bytes, size);
      return !too_large;
    });
    if (whole) return hand_over(response);
    refuse(too_large ? kTooLarge : stream_.was_too_slow() ? kRequestTimeout : 400);
    response.status = verdict_.refusal;
    response.set_header("Connection", "close");
  }

  bool spoiled() const { return spoiled_; }  // what follows on the connection cannot be read

 private:
  void take_peer(const httplib::Request& request) {
    request_.peer = socket_peer_;
    bool nameless = false;
    // Equal headers stand in the order in which they came.
    const auto [begin, end] = request.headers.equal_range("X-Forwarded-For");
    if (behind_proxy_ && begin != end) {
      const std::string named = forwarded_peer(std::prev(end)->second);
      nameless = named.empty();
      if (!nameless) request_.peer = named;
    }
    request_.from_loopback = !nameless && is_loopback_address(request_.peer);
  }

  void refuse(int status) {
    verdict_.refusal = status;
    spoiled_ = request_.method != "GET" && request_.method != "HEAD";
    spoiled_ = spoiled_ || status == 400;
  }

  void hand_over(httplib::Response& response) {
    try {
      const ServedResponse answer = verdict_.route->handler(request_);
      response.status = answer.status;
      for (const auto& [name, value] : answer.headers) response.set_header(name, value);
      if (!answer.body.empty()) response.set_content(answer.body, answer.content_type);
    } catch (const std::exception& failure) {
      response.status = kServerError;
      log(LogLevel::error, {{"path", request_.path}},
          "serve: a request failed: " + one_line(failure.what()));
    }
    if (!stopping_) return;
    response.set_header("Connection", "close");
    spoiled_ = true;
  }

  RequestStream& stream_;
  const std::string socket_peer_;
  const bool behind_proxy_;
  const std::atomic<bool>& stopping_;
  ServedRequest request_;
  RequestVerdict verdict_;
  bool spoiled_ = true;  // a head that the library itself refuses never gets to begin()
};

// The library's handlers know nothing of connections: the thread's exchange is found here.
class Protocol final : public httplib::Server {
 public:
  Protocol() {
    set_keep_alive_timeout(1);
    set_keep_alive_max_count(kMostRequests);
    set_pre_routing_handler([](const httplib::Request& request, httplib::Response& response) {
      return current->answer_early(request, response) ? HandlerResponse::Handled
                                                      : HandlerResponse::Unhandled;
    });
  }

  void add(const std::string& method, const std::string& path, RoutedHandler route) {
    if (method == "POST") {
      Post(path,
           [](const httplib::Request&, httplib::Response& response,
              const httplib::ContentReader& read_body) { current->answer(response, read_body); });
    }
    routes_[path][method] = std::move(route);
  }

  // False: nothing more can be read from the connection.
  bool serve(Exchange& exchange, bool last) {
    current = &exchange;
    bool closed = false;
    const bool served = process_request(exchange, last, closed, [&](httplib::Request& request) {
      exchange.begin(request, routes_);
    });
    current = nullptr;
    return served && !closed && !last;
  }

 private:
  static thread_local Exchange* current;
  Routes routes_;
};

thread_local Exchange* Protocol::current = nullptr;

HttplibServer::HttplibServer(const ServeSettings& settings)
    : behind_proxy_(settings.behind_proxy),
      wanted_(checked_address(settings)),
      tls_(settings.tls_cert.empty()
               ? nullptr
               : std::make_unique<TlsIdentity>(settings.tls_cert, settings.tls_key)),
      protocol_(std::make_unique<Protocol>()),
      pool_(std::make_unique<ConnectionPool>(kThreads, kWaiting)) {}

HttplibServer::~HttplibServer() { stop(); }

void HttplibServer::route(const std::string& method, const std::string& path,
                          std::size_t largest_body, Handler handler) {
  const bool plain = std::all_of(path.begin(), path.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' ||
           c == '-' || c == '_';
  });
  if (!plain || (method != "GET" && method != "POST") || socket_) {
    throw std::logic_error("route: " + method + " " + path);
  }
  protocol_->add(method, path, {largest_body, std::move(handler)});
}

std::string HttplibServer::listen() {
  socket_ = std::make_unique<ListeningSocket>(wanted_);
  acceptor_ = std::thread([this] { take_connections(); });
  return socket_->address().text();
}

void HttplibServer::stop() {
  stopping_ = true;
  if (socket_) socket_->close();
  if (acceptor_.joinable()) {
    pool_->close();  // also lets go an acceptor that waits for room
    acceptor_.join();
  }
}

void HttplibServer::take_connections() {
  WaitingRoom room(tls_ == nullptr);
  for (;;) {
    std::vector<pollfd> watched = room.watched();
    if (!socket_->await(watched, room.milliseconds_left())) return;
    for (AcceptedSocket& each : room.take_ready(watched)) {
      auto shared = std::make_shared<AcceptedSocket>(std::move(each));
      pool_->add([this, shared] { serve(*shared); });
    }
    // One at a time: whose head has come leaves before the room is full.
    if (auto accepted = socket_->accept()) room.add(std::move(*accepted));
  }
}

void HttplibServer::serve(AcceptedSocket& accepted) {
  try {
    std::unique_ptr<Transport> transport =
        tls_ ? tls_->accept(std::move(accepted.socket), platform::Deadline(kHandshake))
             : plain_transport(std::move(accepted.socket), std::move(accepted.received));
    if (!transport) return;
    RequestStream stream(*transport);
    bool more = true;
    bool answered = false;
    for (int served = 1; more && stream.await_request(); ++served) {
      Exchange exchange(stream, accepted.peer, behind_proxy_, stopping_);
      more = protocol_->serve(exchange, stopping_ || served == kMostRequests);
      more = stream.flush() && more && !exchange.spoiled();
      answered = true;
    }
    if (answered && !more) transport->say_goodbye();
  } catch (const std::exception& failure) {
    log(LogLevel::error, {}, "serve: a connection failed: " + one_line(failure.what()));
  }
}

}  // namespace execassist::web

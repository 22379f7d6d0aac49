// HttpServer over cpp-httplib, which reads requests and writes answers. Sockets, threads, time-outs
// and limits are ours: its own loop lets idle connections hold others up, refuses forms over 8 KiB,
// and ends at the first connection that goes wrong while it is taken.
#pragma once

#include "web/listening_socket.hpp"

#include <execassist/ports/http_server.hpp>
#include <execassist/settings/settings.hpp>

#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <thread>

namespace execassist::web {

class ConnectionPool;
class Exchange;
class Protocol;
class TlsIdentity;

class HttplibServer final : public HttpServer {
 public:
  // Throws Error{configuration}: the address is none, or is open to other machines without TLS and
  // without a proxy; a key or certificate cannot be used.
  explicit HttplibServer(const ServeSettings& settings);
  HttplibServer(const HttplibServer&) = delete;
  HttplibServer& operator=(const HttplibServer&) = delete;
  ~HttplibServer() override;

  // `path` is plain: letters, digits, "/", "-" and "_".
  void route(const std::string& method, const std::string& path, std::size_t largest_body,
             Handler handler) override;
  std::string listen() override;
  void stop() override;

 private:
  void take_connections();
  void serve(AcceptedSocket& accepted);

  const bool behind_proxy_;
  const ListenAddress wanted_;
  std::unique_ptr<TlsIdentity> tls_;  // null: plain
  std::unique_ptr<Protocol> protocol_;
  std::unique_ptr<ListeningSocket> socket_;
  std::unique_ptr<ConnectionPool> pool_;
  std::atomic<bool> stopping_ = false;
  std::thread acceptor_;
};

}  // namespace execassist::web

// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.http;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.bootlink.server.UserException;
import org.bootlink.server.images.ImageLibrary;
import org.bootlink.server.store.ContentStore;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.resource.ResourceFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The HTTP server: one address, one port, one site. */
public final class BootlinkServer implements AutoCloseable {
  private static final int STOP_TIMEOUT_MILLIS = 2_000;

  private final Server server;
  private final ServerConnector connector;
  private final ProgressWatch watch;

  /**
   * Starts serving.
   *
   * @param bind host name or address to listen at
   * @param port 0 for any free one
   * @param store for what people share, or null to keep nothing
   * @throws UserException if it can't listen there or there is nothing to serve
   */
  public BootlinkServer(String bind, int port, ImageLibrary library, ContentStore store) throws UserException {
    this(bind, port, library, store, PeerLimits.usual());
  }

  BootlinkServer(String bind, int port, ImageLibrary library, ContentStore store, PeerLimits limits)
      throws UserException {
    InetAddress address;
    try {
      address = InetAddress.getByName(bind);
    } catch (UnknownHostException e) {
      throw new UserException("--bind: there is no address " + bind);
    }
    QueuedThreadPool threads = new QueuedThreadPool(32, 4);
    threads.setName("http");
    server = new Server(threads);
    connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration()));
    connector.setHost(address.getHostAddress());
    connector.setPort(port);
    connector.setIdleTimeout(limits.idleMillis());
    connector.setAcceptQueueSize(PeerLimits.ACCEPT_QUEUE);
    watch = new ProgressWatch(limits);
    connector.addBean(watch);
    server.addConnector(connector);
    connector.addBean(new NetworkConnectionLimit(limits.maxConnections(), connector));
    server.setErrorHandler(new PlainErrors());
    Handler site = new SiteHandler(new SiteCatalog(ResourceFactory.of(server), library));
    server.setHandler(new GracefulHandler(
        store == null ? site : new Handler.Sequence(new StoreHandler(store, StoreQuota.usual()), site)));
    server.setStopTimeout(STOP_TIMEOUT_MILLIS);
    start(bind, port);
  }

  /** Where a browser on this computer finds it. */
  public String url() {
    InetAddress address;
    try {
      address = InetAddress.getByName(connector.getHost());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("the address in use has become unknown", e);
    }
    String host = address.isAnyLocalAddress() ? "localhost" : address.getHostAddress();
    if (address instanceof Inet6Address && !address.isAnyLocalAddress()) {
      host = "[" + host.replaceFirst("%.*", "") + "]";
    }
    return "http://" + host + ":" + connector.getLocalPort() + "/";
  }

  /** Connections open now. */
  int connections() {
    return watch.connections();
  }

  /** Returns when the server has stopped. */
  public void join() throws InterruptedException {
    server.join();
  }

  /** Stops; requests being answered get two seconds. Harmless if it has stopped already. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the server can't stop", e);
    }
  }

  private void start(String bind, int port) throws UserException {
    try {
      // Bound first, so that a taken port is told apart from everything else that can go wrong.
      connector.open();
    } catch (IOException e) {
      throw new UserException("can't listen at " + bind + ", port " + port + ": " + rootMessage(e)
          + "; choose another with --port (0 for any free one) or --bind");
    }
    try {
      server.start();
    } catch (Exception e) {
      close();
      throw new IllegalStateException("the server can't start", e);
    }
  }

  private static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage();
  }

  private static HttpConfiguration configuration() {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    configuration.setSendXPoweredBy(false);
    configuration.setRequestHeaderSize(PeerLimits.MAX_REQUEST_HEADER_BYTES);
    configuration.setUriCompliance(UriCompliance.DEFAULT);
    configuration.setHttpCompliance(HttpCompliance.RFC7230);
    return configuration;
  }
}

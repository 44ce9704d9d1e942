package io.snapwarden.azure;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.Context;
import reactor.core.publisher.Mono;

/**
 * Speaks plain http to a loopback endpoint. The Azure SDK gives a token to https URLs only, so
 * every policy sees one, and it becomes http here, behind all of them.
 */
final class LoopbackHttpClient implements HttpClient {

  private final HttpClient client;
  private final String base;

  LoopbackHttpClient(HttpClient client, ArmEndpoint endpoint) {
    this.client = client;
    this.base = endpoint.base() + "/";
  }

  @Override
  public Mono<HttpResponse> send(HttpRequest request) {
    return client.send(plain(request));
  }

  @Override
  public Mono<HttpResponse> send(HttpRequest request, Context context) {
    return client.send(plain(request), context);
  }

  @Override
  public HttpResponse sendSync(HttpRequest request, Context context) {
    return client.sendSync(plain(request), context);
  }

  private HttpRequest plain(HttpRequest request) {
    String url = request.getUrl().toString();
    if (!url.startsWith(base)) {
      throw new IllegalStateException("not a request to " + base);
    }
    return request.copy().setUrl("http" + url.substring("https".length()));
  }
}

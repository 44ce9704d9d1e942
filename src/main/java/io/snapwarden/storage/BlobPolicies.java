package io.snapwarden.storage;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobDownloadContentResponse;
import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobHttpHeaders;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.azure.storage.blob.options.BlobParallelUploadOptions;
import io.snapwarden.policy.PolicyStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The policy as a blob; what it replaced and the last good one are blobs beside it. */
public final class BlobPolicies implements PolicyStore {

  private static final String SUFFIX = ".json";
  private static final Set<BlobErrorCode> NOT_THERE =
      Set.of(BlobErrorCode.BLOB_NOT_FOUND, BlobErrorCode.CONTAINER_NOT_FOUND);
  private static final Set<BlobErrorCode> NOT_AS_SEEN =
      Set.of(
          BlobErrorCode.CONDITION_NOT_MET,
          BlobErrorCode.BLOB_ALREADY_EXISTS,
          BlobErrorCode.BLOB_NOT_FOUND);

  private final BlobContainerClient container;
  private final PolicyPath path;

  /** In a container, which need not be there yet. */
  public BlobPolicies(BlobContainerClient container, PolicyPath path) {
    this.container = container;
    this.path = path;
  }

  @Override
  public Optional<Stored> current() {
    return download(path.blob())
        .map(
            blob ->
                new Stored(
                    text(blob),
                    blob.getDeserializedHeaders().getETag(),
                    blob.getDeserializedHeaders().getLastModified().toInstant()));
  }

  @Override
  public boolean replace(@Nullable Stored seen, String text) {
    BlobRequestConditions unchanged =
        seen == null
            ? new BlobRequestConditions().setIfNoneMatch("*")
            : new BlobRequestConditions().setIfMatch(seen.tag());
    if (seen != null) {
      keep(seen);
    }
    try {
      upload(path.blob(), text, unchanged);
      return true;
    } catch (BlobStorageException e) {
      if (!is(e, NOT_AS_SEEN)) {
        throw e;
      }
      // The answer to a first try may have been lost, and then it is ours that is in place.
      return current().filter(now -> now.text().equals(text)).isPresent();
    }
  }

  private void keep(Stored replaced) {
    try {
      upload(
          path.versions() + replaced.version().name() + SUFFIX,
          replaced.text(),
          new BlobRequestConditions().setIfNoneMatch("*"));
    } catch (BlobStorageException e) {
      if (!is(e, Set.of(BlobErrorCode.CONDITION_NOT_MET, BlobErrorCode.BLOB_ALREADY_EXISTS))) {
        throw e;
      }
    }
  }

  @Override
  public Optional<String> lastGood() {
    return download(path.lastGood()).map(BlobPolicies::text);
  }

  @Override
  public void keepLastGood(String text) {
    upload(path.lastGood(), text, new BlobRequestConditions());
  }

  @Override
  public List<Version> versions() {
    List<Version> versions = new ArrayList<>();
    try {
      ListBlobsOptions beside = new ListBlobsOptions().setPrefix(path.versions());
      for (BlobItem item : container.listBlobs(beside, null)) {
        String name = item.getName().substring(path.versions().length());
        if (name.endsWith(SUFFIX)) {
          Version.parse(name.substring(0, name.length() - SUFFIX.length()))
              .ifPresent(versions::add);
        }
      }
    } catch (BlobStorageException e) {
      if (!is(e, NOT_THERE)) {
        throw e;
      }
    }
    versions.sort(Comparator.comparing(Version::name).reversed());
    return versions;
  }

  @Override
  public Optional<String> version(Version version) {
    return download(path.versions() + version.name() + SUFFIX).map(BlobPolicies::text);
  }

  private Optional<BlobDownloadContentResponse> download(String name) {
    try {
      return Optional.of(
          container
              .getBlobClient(name)
              .downloadContentWithResponse(null, null, null, Context.NONE));
    } catch (BlobStorageException e) {
      if (is(e, NOT_THERE)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private void upload(String name, String text, BlobRequestConditions conditions) {
    BlobParallelUploadOptions upload =
        new BlobParallelUploadOptions(BinaryData.fromString(text))
            .setHeaders(new BlobHttpHeaders().setContentType("application/json; charset=utf-8"))
            .setRequestConditions(conditions);
    Missing.createdIf(
        e -> is(e, Set.of(BlobErrorCode.CONTAINER_NOT_FOUND)),
        container::createIfNotExists,
        () -> container.getBlobClient(name).uploadWithResponse(upload, null, Context.NONE));
  }

  /** As the host's binding reads it: a byte order mark chooses the encoding and is no text. */
  private static String text(BlobDownloadContentResponse blob) {
    byte[] bytes = blob.getValue().toBytes();
    if (startsWith(bytes, 0xEF, 0xBB, 0xBF)) {
      return new String(bytes, 3, bytes.length - 3, StandardCharsets.UTF_8);
    }
    boolean wide = startsWith(bytes, 0xFE, 0xFF) || startsWith(bytes, 0xFF, 0xFE);
    return new String(bytes, wide ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8);
  }

  private static boolean startsWith(byte[] bytes, int... mark) {
    for (int i = 0; i < mark.length; i++) {
      if (i >= bytes.length || (bytes[i] & 0xFF) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean is(RuntimeException e, Set<BlobErrorCode> codes) {
    return e instanceof BlobStorageException storage
        && storage.getErrorCode() != null
        && codes.contains(storage.getErrorCode());
  }
}

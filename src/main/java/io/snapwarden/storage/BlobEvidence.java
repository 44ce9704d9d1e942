package io.snapwarden.storage;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobHttpHeaders;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.options.BlobParallelUploadOptions;
import io.snapwarden.event.Hash;
import io.snapwarden.incident.Evidence;
import io.snapwarden.incident.IncidentId;
import java.util.Optional;

/** Evidence as blobs, a folder for each incident. */
public final class BlobEvidence implements Evidence {

  /** The container's name. */
  public static final String CONTAINER = "snapwarden-evidence";

  /** Where the trigger's output binding puts what is too long for a message. */
  private static final String UNREADABLE = "unreadable/";

  private final BlobContainerClient container;

  public BlobEvidence(BlobContainerClient container) {
    this.container = container;
  }

  @Override
  public String keep(IncidentId id, String name, String text) {
    String path = Evidence.reference(id, name);
    BlobParallelUploadOptions onlyNew =
        new BlobParallelUploadOptions(BinaryData.fromString(text))
            .setHeaders(new BlobHttpHeaders().setContentType(contentType(name)))
            .setRequestConditions(new BlobRequestConditions().setIfNoneMatch("*"));
    try {
      Missing.createdIf(
          e -> is(e, BlobErrorCode.CONTAINER_NOT_FOUND),
          container::createIfNotExists,
          () -> container.getBlobClient(path).uploadWithResponse(onlyNew, null, Context.NONE));
    } catch (BlobStorageException e) {
      if (!is(e, BlobErrorCode.BLOB_ALREADY_EXISTS) && !is(e, BlobErrorCode.CONDITION_NOT_MET)) {
        throw e;
      }
    }
    return path;
  }

  @Override
  public Optional<String> read(String reference) {
    try {
      return Optional.of(container.getBlobClient(reference).downloadContent().toString());
    } catch (BlobStorageException e) {
      if (is(e, BlobErrorCode.BLOB_NOT_FOUND) || is(e, BlobErrorCode.CONTAINER_NOT_FOUND)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public Optional<String> unreadable(String sha256) {
    try {
      return container.listBlobsByHierarchy(UNREADABLE).stream()
          .map(blob -> container.getBlobClient(blob.getName()).downloadContent().toString())
          .filter(text -> Hash.hex(text).equals(sha256))
          .findFirst();
    } catch (BlobStorageException e) {
      if (is(e, BlobErrorCode.CONTAINER_NOT_FOUND)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** No browser takes what an attacker wrote for a page. */
  private static String contentType(String name) {
    return (name.endsWith(".json") ? "application/json" : "text/plain") + "; charset=utf-8";
  }

  private static boolean is(RuntimeException e, BlobErrorCode code) {
    return e instanceof BlobStorageException storage && code.equals(storage.getErrorCode());
  }
}

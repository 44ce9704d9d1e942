package io.snapwarden.storage;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.options.BlobParallelUploadOptions;
import io.snapwarden.incident.Evidence;
import io.snapwarden.incident.IncidentId;
import java.util.Optional;

/** Evidence as blobs, a folder for each incident. */
public final class BlobEvidence implements Evidence {

  /** The container's name. */
  public static final String CONTAINER = "snapwarden-evidence";

  private final BlobContainerClient container;

  public BlobEvidence(BlobContainerClient container) {
    this.container = container;
  }

  @Override
  public String keep(IncidentId id, String name, String text) {
    String path = id + "/" + name;
    BlobParallelUploadOptions onlyNew =
        new BlobParallelUploadOptions(BinaryData.fromString(text))
            .setRequestConditions(new BlobRequestConditions().setIfNoneMatch("*"));
    try {
      Missing.createdIf(
          BlobEvidence::containerMissing,
          container::createIfNotExists,
          () -> container.getBlobClient(path).uploadWithResponse(onlyNew, null, Context.NONE));
    } catch (BlobStorageException e) {
      if (!BlobErrorCode.BLOB_ALREADY_EXISTS.equals(e.getErrorCode())
          && !BlobErrorCode.CONDITION_NOT_MET.equals(e.getErrorCode())) {
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
      if (e.getStatusCode() == 404) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static boolean containerMissing(RuntimeException e) {
    return e instanceof BlobStorageException storage
        && BlobErrorCode.CONTAINER_NOT_FOUND.equals(storage.getErrorCode());
  }
}

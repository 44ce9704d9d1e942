package io.snapwarden.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.data.tables.TableClient;
import com.azure.data.tables.models.TableEntity;
import io.snapwarden.event.Writes;
import io.snapwarden.incident.Watermarks;
import io.snapwarden.incident.WatermarksContract;
import io.snapwarden.sandbox.Azurite;
import org.junit.jupiter.api.Test;

class TableWatermarksTest extends WatermarksContract {

  private final LostAnswers line = new LostAnswers();

  @Override
  protected Watermarks watermarks() {
    return OnAzurite.freshAccount().watermarks();
  }

  private TableClient table() {
    return OnAzurite.table(Azurite.shared().connectionString(), TableWatermarks.TABLE, line);
  }

  @Test
  void a_watermark_whose_answer_was_lost_has_advanced() {
    Watermarks watermarks = new TableWatermarks(table());
    watermarks.advance(Writes.SUBSCRIPTION, Writes.AT);
    line.loseNext();

    watermarks.advance(Writes.SUBSCRIPTION, Writes.AT.plusSeconds(1));

    assertThat(line.lost()).isTrue();
    assertThat(watermarks.sweptUntil(Writes.SUBSCRIPTION)).contains(Writes.AT.plusSeconds(1));
  }

  @Test
  void a_row_that_somebody_else_wrote_is_not_taken_for_never_swept() {
    TableClient table = table();
    table.createTable();
    TableEntity row = new TableEntity(Writes.SUBSCRIPTION.toString(), "watermark");
    table.createEntity(row.addProperty("sweptUntil", "yesterday"));

    assertThatThrownBy(() -> new TableWatermarks(table).sweptUntil(Writes.SUBSCRIPTION))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("sweptUntil");
  }
}

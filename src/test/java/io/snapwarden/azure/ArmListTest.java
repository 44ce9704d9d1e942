package io.snapwarden.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArmListTest {

  private static final String PATH = "/subscriptions/5555/providers/Microsoft.X/things";

  private final List<String> asked = new ArrayList<>();

  private Arm pages(Map<String, String> byQuery) {
    return request -> {
      asked.add(request.path() + "?" + request.query());
      String page = byQuery.get(request.query());
      return page == null
          ? new ArmAnswer(500, null, null, null)
          : new ArmAnswer(200, JsonParser.parseString(page), null, null);
    };
  }

  private static List<Integer> numbers(List<JsonObject> things) {
    return things.stream().map(thing -> thing.get("n").getAsInt()).toList();
  }

  @Test
  void all_pages_are_read_in_their_order() {
    Arm arm =
        pages(
            Map.of(
                "",
                "{\"value\":[{\"n\":1},{\"n\":2}],\"nextLink\":\"https://westeurope.management.azure.com%s?api-version=1&$skiptoken=a%%2Fb\"}"
                    .formatted(PATH.toUpperCase(java.util.Locale.ROOT)),
                "$skiptoken=a%2Fb",
                "{\"value\":[{\"n\":3}],\"nextLink\":\"\"}"));

    assertThat(numbers(arm.list(PATH, "1"))).containsExactly(1, 2, 3);
    assertThat(asked).containsExactly(PATH + "?", PATH + "?$skiptoken=a%2Fb");
  }

  @Test
  void a_link_to_another_path_is_not_followed() {
    Arm arm =
        pages(
            Map.of(
                "",
                "{\"value\":[],\"nextLink\":\"https://management.azure.com/subscriptions/6666/x?api-version=1\"}"));

    assertThatThrownBy(() -> arm.list(PATH, "1"))
        .isInstanceOf(ArmException.class)
        .hasMessageContaining("leads elsewhere");
  }

  @Test
  void what_is_no_page_is_no_empty_list() {
    assertThatThrownBy(() -> pages(Map.of("", "{}")).list(PATH, "1"))
        .isInstanceOf(ArmException.class);
    assertThatThrownBy(() -> pages(Map.of()).list(PATH, "1"))
        .isInstanceOfSatisfying(
            ArmException.class, e -> assertThat(e.kind()).isEqualTo(ArmException.Kind.PASSING));
  }

  @Test
  void a_collection_without_an_end_is_given_up() {
    Arm arm =
        request ->
            new ArmAnswer(
                200,
                JsonParser.parseString(
                    "{\"value\":[],\"nextLink\":\"https://x%s?api-version=1&p=1\"}"
                        .formatted(PATH)),
                null,
                null);

    assertThatThrownBy(() -> arm.list(PATH, "1")).hasMessageContaining("more than 50 pages");
  }
}

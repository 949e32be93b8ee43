package com.protocolbanks.gateway.routes;

import com.protocolbanks.gateway.http.Answer;
import com.protocolbanks.gateway.http.Exchange;
import com.protocolbanks.gateway.http.Handler;
import com.protocolbanks.gateway.pricing.Prices;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.json.JsonMapper;

/** The models that have a price, in the form of OpenAI's list. */
public final class ModelsRoute implements Handler {
    private final Prices prices;

    public ModelsRoute(Prices prices) {
        this.prices = prices;
    }

    @Override
    public void handle(Exchange exchange) {
        var json = JsonMapper.shared().createObjectNode().put("object", "list");
        var data = json.putArray("data");
        for (String model : prices.models()) {
            data.addObject()
                    .put("id", model)
                    .put("object", "model")
                    .put("created", 0)
                    .put("owned_by", "protocolbanks");
        }
        exchange.answer(Answer.of(200, Answer.JSON, json.toString().getBytes(StandardCharsets.UTF_8)));
    }
}

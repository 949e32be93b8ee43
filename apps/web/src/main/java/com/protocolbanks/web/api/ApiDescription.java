package com.protocolbanks.web.api;

import com.protocolbanks.identity.Caller;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the generated OpenAPI document says beside the paths. */
@Configuration(proxyBeanMethods = false)
class ApiDescription {
    private static final String KEY = "apiKey";

    @Bean
    OpenAPI openApi() {
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(Caller.class);
        return new OpenAPI()
                .info(new Info()
                        .title("ProtocolBanks")
                        .version("1")
                        .description(
                                "Payrolls from a spreadsheet to final payments. Errors are application/problem+json"
                                        + " (RFC 9457); every POST carries an Idempotency-Key."))
                .components(new Components()
                        .addSecuritySchemes(
                                KEY,
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer")
                                        .bearerFormat("pbk_…")))
                .addSecurityItem(new SecurityRequirement().addList(KEY));
    }
}

package com.protocolbanks.web;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.ComponentScan;

/** What Spring assembles: the controllers and filters below this package; the features are handed in ready. */
@SpringBootConfiguration
@EnableAutoConfiguration
@ComponentScan
class Server {}

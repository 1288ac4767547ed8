package io.tcpboot.autoconfigure.actuate;

import io.tcpboot.TcpEventLoop;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class LiveEventLoopTests {

	private final DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();

	private final LiveEventLoop eventLoop = new LiveEventLoop(new DefaultListableBeanFactory(this.beanFactory));

	private final TcpEventLoop bean = mock();

	@Test
	void whenThereIsNoneNoneIsFound() {
		assertThat(this.eventLoop.find()).isEmpty();
	}

	@Test
	void whenLookedAtNoneIsMade() {
		this.beanFactory.registerBeanDefinition("tcpEventLoop",
				new RootBeanDefinition(TcpEventLoop.class, () -> this.bean));
		assertThat(this.eventLoop.find()).isEmpty();
		this.beanFactory.getBean(TcpEventLoop.class);
		assertThat(this.eventLoop.find()).contains(this.bean);
	}

}

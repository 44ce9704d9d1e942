package io.snapwarden.azure;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Loads the app's classes anew, and knows no class whose name begins like this. */
public final class WithoutClasses extends ClassLoader {

  private final List<String> denied;

  public WithoutClasses(String... denied) {
    super(WithoutClasses.class.getClassLoader());
    this.denied = List.of(denied);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (denied.stream().anyMatch(name::startsWith)) {
      throw new ClassNotFoundException(name);
    }
    if (!name.startsWith("io.snapwarden.")) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = in.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}

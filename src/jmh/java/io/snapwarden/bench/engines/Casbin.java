package io.snapwarden.bench.engines;

import com.googlecode.aviator.runtime.function.FunctionUtils;
import com.googlecode.aviator.runtime.type.AviatorBoolean;
import com.googlecode.aviator.runtime.type.AviatorObject;
import io.snapwarden.policy.Wildcard;
import java.util.Map;
import org.casbin.jcasbin.main.Enforcer;
import org.casbin.jcasbin.model.Model;
import org.casbin.jcasbin.util.Util;
import org.casbin.jcasbin.util.function.CustomFunction;

/** What the configurations of jCasbin share. */
final class Casbin {

  private Casbin() {}

  /**
   * An enforcer without roles, logs or saving. Its own globMatch builds a regular expression each
   * time; {@code covers} is the loop that Snapwarden has, added as jCasbin has users add functions.
   */
  static Enforcer enforcer(String request, String policy, String matcher) {
    Model model = new Model();
    model.addDef("r", "r", request);
    model.addDef("p", "p", policy);
    model.addDef("e", "e", "some(where (p.eft == allow))");
    model.addDef("m", "m", matcher);
    Enforcer enforcer = new Enforcer(model);
    enforcer.enableLog(false);
    enforcer.enableAutoSave(false);
    enforcer.enableAutoBuildRoleLinks(false);
    Util.enableLog = false;
    enforcer.addFunction("covers", new Covers());
    return enforcer;
  }

  private static final class Covers extends CustomFunction {

    @Override
    public String getName() {
      return "covers";
    }

    @Override
    public AviatorObject call(
        Map<String, Object> env, AviatorObject pattern, AviatorObject target) {
      return AviatorBoolean.valueOf(
          Wildcard.matches(
              FunctionUtils.getStringValue(pattern, env),
              FunctionUtils.getStringValue(target, env)));
    }
  }
}

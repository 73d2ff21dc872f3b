package tombola.lab.certificate;

import java.util.Optional;
import tombola.lab.verify.Answer;
import tombola.lab.verify.VerifyPlan;

/**
 * Another verification of the same run, by its plan, which is on disk before anything is trained.
 * That one verdict was picked from many shows here.
 *
 * @param planHash SHA-256 of its plan
 * @param plan what it fixed
 * @param answer its verdict; none if it did not come to one
 */
public record OtherCall(String planHash, VerifyPlan plan, Optional<Answer> answer) {}

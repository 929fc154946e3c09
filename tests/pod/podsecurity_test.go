package pod

import (
	"slices"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
)

// The API server's own checks let all pods of the examples through, but for the capability of `assign-address`, and but for
// Boulder's own container, which the patches leave as it is.
func TestPodSecurityAdmissionRefusesTheRelayAlone(t *testing.T) {
	const capability = `container "assign-address" must not include "NET_ADMIN" in securityContext.capabilities.add`
	for name, folder := range rendered(t) {
		t.Run(name, func(t *testing.T) {
			checked := []string{"Deployment/boulder", "Deployment/app"}
			if name == "boulder-2018" { // its application is another's
				checked = checked[:1]
			}
			all := objects(tell(t, nil, "kustomize", "build", folder))
			for _, id := range checked {
				document := all[id]
				decoded := &appsv1.Deployment{}
				strictly(t, document, decoded)
				pod := decoded.Spec.Template
				expected := []string{}
				if id == "Deployment/boulder" && slices.Contains(names(pod.Spec.InitContainers), "assign-address") {
					expected = append(expected, capability)
				}
				if got := refusals(t, api.LevelBaseline, &pod); !slices.Equal(got, expected) {
					t.Errorf("baseline says of %s %q, not %q", id, got, expected)
				}
				pod.Spec.Containers = slices.DeleteFunc(pod.Spec.Containers, isBoulder)
				pod.Spec.InitContainers = slices.DeleteFunc(pod.Spec.InitContainers, isAddressAssigner)
				if got := refusals(t, api.LevelRestricted, &pod); len(got) != 0 {
					t.Errorf("restricted says of %s %q", id, got)
				}
			}
		})
	}
}

func isBoulder(container corev1.Container) bool         { return container.Name == "boulder" }
func isAddressAssigner(container corev1.Container) bool { return container.Name == "assign-address" }

func refusals(t *testing.T, level api.Level, pod *corev1.PodTemplateSpec) []string {
	t.Helper()
	evaluator, err := policy.NewEvaluator(policy.DefaultChecks(), nil)
	if err != nil {
		t.Fatal(err)
	}
	details := []string{}
	for _, result := range evaluator.EvaluatePod(api.LevelVersion{Level: level, Version: api.LatestVersion()}, &pod.ObjectMeta, &pod.Spec) {
		if !result.Allowed {
			details = append(details, result.ForbiddenDetail)
		}
	}
	return details
}

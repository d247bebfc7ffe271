// Package funnel compares units, such as municipalities, that are of very unlike size.
//
// A unit's stops are held against those expected of it, and their ratio is drawn against
// the number expected: small units scatter widely by chance alone, large ones little, and
// the limits of what chance gives look like a funnel [1]. [AgainstOthers] expects of each
// unit what the other units of its kind have seen. [Judge] says where each unit stands.
//
// Units differ for reasons that nobody measured, so that more lie outside the funnel than
// chance explains. [Dispersion] says how much, and the adjusted funnel allows for it: a
// unit outside that one is unlike the others, not only unlike their mean. [Shrinkage] draws
// each ratio towards the mean of all the more, the less the unit has to say.
//
// There are no ranks: the limits of most units overlap, and a list in order of the ratio
// puts small units first and last whatever they do [2].
//
// [1] Spiegelhalter DJ (2005). Stat Med 24:1185–1202.
// [2] Goldstein H, Spiegelhalter DJ (1996). J R Stat Soc A 159:385–443.
package funnel
